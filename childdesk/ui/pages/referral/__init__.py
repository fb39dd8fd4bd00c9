"""转介: `page` is the board, `refer` the form of one referral, `cards` what the board is made of."""

from childdesk.ui.pages.referral.page import ReferralPage
from childdesk.ui.pages.referral.refer import ReferPage
from childdesk.ui.pages.referral.scan import ScanPage

__all__ = ["ReferPage", "ReferralPage", "ScanPage"]
