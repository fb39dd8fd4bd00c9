"""核查任务: `page` is list and answer, `shelf` the villages and the questions at the left."""

from childdesk.ui.pages.checks.page import ChecksPage

__all__ = ["ChecksPage"]
