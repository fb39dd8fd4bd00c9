"""识别: `page` is the checklist, which ends in one of four things to do, and the urgent path."""

from childdesk.ui.pages.observation.page import ObservationPage

__all__ = ["ObservationPage"]
