"""Words of illness: nobody who is no physician writes them down about a child."""

from __future__ import annotations

import re

DIAGNOSIS = re.compile(r"抑郁症|焦虑症|自闭症|孤独症|多动症|精神病|精神分裂|双相|强迫症|创伤后应激|人格障碍")
"""A diagnosis: it stands in a physician's paper only."""
IN_A_RESULT = re.compile(DIAGNOSIS.pattern + r"|抑郁|焦虑|自闭|多动|障碍|综合征|病|症")
"""Words that the result of a scale must not be put in, beside its band by number."""
