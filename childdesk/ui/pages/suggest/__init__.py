"""建议: what the facts of one child suggest; `page` is where a person decides, `scale` the scoring."""

from childdesk.ui.pages.suggest.page import SuggestPage
from childdesk.ui.pages.suggest.scale import ScalePage

__all__ = ["ScalePage", "SuggestPage"]
