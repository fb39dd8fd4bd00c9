"""强制报告: `page` is the red flow, `facts` its form, `kept` what was reported, `care` 临时生活照料."""

from childdesk.ui.pages.mandatory.care import CarePage
from childdesk.ui.pages.mandatory.kept import KeptPage
from childdesk.ui.pages.mandatory.page import MandatoryPage

__all__ = ["CarePage", "KeptPage", "MandatoryPage"]
