"""The two papers by which desks come to know each other, and the 24 digits that two people compare aloud.

The digits stand for everything on the paper (80 bits of SHA-256): whoever hears the right digits knows that
nobody changed a key, a unit or a name on the way. One code goes up with the request, one comes back down.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from childdesk.domain.link import PROTOCOL, Peer

FORMAT = "childdesk-pair"
REQUEST, ANSWER = "request", "answer"


class NotPairing(ValueError):
    """A text that is no such paper. Never shown to a person as it stands."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A request of the desk below, or the answer of the desk above.

    `about` is the code of the request that an answer belongs to; `epoch` counts the pairings of a unit.
    """

    kind: str
    node: str
    level: str
    unit: str
    unit_name: str
    recipient: str
    verify: str
    practice: bool
    s3: bool
    nonce: str
    epoch: int = 0
    about: str = ""
    protocol: int = PROTOCOL

    @property
    def peer(self) -> Peer:
        """The desk that wrote it."""
        return Peer(self.node, self.level, self.unit, self.unit_name, self.recipient, self.verify)


def text(paper: Paper) -> str:
    """The paper as it is written."""
    return json.dumps({"format": FORMAT, **asdict(paper)}, ensure_ascii=False, indent=1, sort_keys=True)


def read(page: str) -> Paper:
    """The paper that a text holds. Raises NotPairing for anything else."""
    try:
        found = json.loads(page)
        if not isinstance(found, dict) or found.pop("format", None) != FORMAT:
            raise NotPairing("format")
        return _paper(found)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise NotPairing("paper") from error


def _paper(found: Mapping[str, object]) -> Paper:
    words = ("kind", "node", "level", "unit", "unit_name", "recipient", "verify", "nonce", "about")
    if not all(isinstance(found[word], str) and len(str(found[word])) < 300 for word in words):
        raise NotPairing("word")
    numbers = [found[key] for key in ("epoch", "protocol")]
    if not all(isinstance(one, int) and 0 <= one < 2**31 for one in numbers):
        raise NotPairing("number")
    said = {word: str(found[word]) for word in words}
    epoch, protocol = (int(str(one)) for one in numbers)
    return Paper(
        **said,
        practice=found["practice"] is not False,
        s3=found["s3"] is True,
        epoch=epoch,
        protocol=protocol,
    )


def digits(paper: Paper) -> str:
    """The 24 digits of a paper in six groups of four."""
    told = json.dumps(asdict(paper), ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    number = int.from_bytes(hashlib.sha256(told.encode()).digest(), "big") % 10**24
    return grouped(f"{number:024d}")


def grouped(plain: str) -> str:
    """24 digits in six groups of four."""
    return " ".join(plain[at : at + 4] for at in range(0, 24, 4))


def same(one: str, other: str) -> bool:
    """Whether two codes are the same digits, however they are grouped."""
    plain = [re.sub(r"[^0-9]", "", words) for words in (one, other)]
    return plain[0] == plain[1] and len(plain[0]) == 24
