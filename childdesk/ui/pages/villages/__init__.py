"""各村（乡镇总览）: `page` is the board, `table` its columns, `one` one village, `asking` the forms."""

from childdesk.ui.pages.villages.page import VillagesPage

__all__ = ["VillagesPage"]
