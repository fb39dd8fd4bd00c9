"""The settings: look, lock, people, passphrase, backups, checking, about."""

from childdesk.ui.pages.settings.page import SettingsPage

__all__ = ["SettingsPage"]
