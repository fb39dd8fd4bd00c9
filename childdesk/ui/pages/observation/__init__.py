"""识别: `page` is the checklist with the urgent path; `assess` takes in what a professional found."""

from childdesk.ui.pages.observation.assess import AssessPage
from childdesk.ui.pages.observation.page import ObservationPage

__all__ = ["AssessPage", "ObservationPage"]
