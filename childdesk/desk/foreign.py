"""What the stock tools `age` and `minisign` need to open a package without this program, for whoever must."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from childdesk.desk import pairing
from childdesk.desk.session import Right, Session
from childdesk.domain.errors import Refused
from childdesk.files import saving
from childdesk.store import access, keys, links


@dataclass(frozen=True, slots=True)
class Signer:
    """A desk whose packages come here, and the key that `minisign -P` takes for them."""

    unit: str
    unit_name: str
    public_key: str


def key_file(session: Session, path: Path, reason: str) -> list[Signer]:
    """Writes this desk's own age identity into a file, which opens every package that was meant for it.

    Sealed records are among what a package holds, so it takes that right, a reason, and is noted. Raises
    Refused; a file that is there is not overwritten.
    """
    session.require(Right.PEOPLE)
    session.require(Right.S3)
    if not reason.strip():
        raise Refused("拿出钥匙要写明理由，会记下来", "reason")
    if path.exists():
        raise Refused("这里已有同名的文件。没有动，请换一个名字", "out")
    connection = session.ledger.connection
    saving.save(path, f"{keys.of_ledger(connection).identity}\n".encode())
    with contextlib.suppress(OSError):  # a stick knows no owners
        path.chmod(0o600)
    me = pairing.me(session).node
    access.note(connection, session.clock, session.person, "sync_key", record=me, reason=reason.strip())
    known = links.everyone(connection, living=False)
    return [Signer(one.peer.unit, one.peer.unit_name, one.peer.verify) for one in known]
