"""Asks the command line as a script does, in this process: arguments in, exit code and two streams out."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from childdesk import cli
from childdesk.store import slots

PERSON, PASSPHRASE = "周敏", "演练口令 一二三"
CHILDREN, SEED = 14, 7


@dataclass(frozen=True)
class Answer:
    """What came back."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Seat:
    """A desk's folder and how one sits down at it."""

    home: Path
    passphrase: Path
    person: str = ""

    def ask(self, *words: str, stdin: object = None, as_json: bool = False) -> Answer:
        """Runs one command. `stdin` is sent as JSON, or as it is when it is a text."""
        before = ["--home", str(self.home), "--passphrase-file", str(self.passphrase)]
        before += ["--person", self.person] if self.person else []
        before += ["--json"] if as_json else []
        return run(*before, *words, stdin=stdin)

    def json(self, *words: str, stdin: object = None) -> Any:
        """The document that a command prints with `--json`; it must be the only thing on stdout."""
        return self.ask(*words, stdin=stdin, as_json=True).document

    def at(self, home: Path) -> Seat:
        """The same person at another folder."""
        return replace(self, home=home)


def run(*words: str, stdin: object = None) -> Answer:
    """Runs the command line with these arguments and nothing of this process's environment."""
    text = stdin if isinstance(stdin, str) else json.dumps(stdin, ensure_ascii=False)
    given = io.TextIOWrapper(io.BytesIO(b"" if stdin is None else text.encode()), encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        patch.object(sys, "stdin", given),
        patch.dict("os.environ", {"CHILDDESK_HOME": "", "CHILDDESK_PASSPHRASE_FILE": ""}),
        light(),
    ):
        code = cli.run(list(words))
    return Answer(code, out.getvalue(), err.getvalue())


def light() -> contextlib.AbstractContextManager[object]:
    """A passphrase costs nothing to try, so that a test may sit down a hundred times."""
    return patch.object(slots, "KDF", slots.Parameters(64, 1, 1))


@contextlib.contextmanager
def village() -> Iterator[Seat]:
    """A practice desk with some children, made by the commands themselves; gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="childdesk-commands-"))
    try:
        passphrase = folder / "passphrase"
        passphrase.write_text(f"{PASSPHRASE}\nsecond line\n", encoding="utf-8")
        seat = Seat(folder / "desk", passphrase)
        words = "new --level village --unit 桃花村 --region 990101001001 --practice --person".split()
        assert seat.ask(*words, PERSON).code == 0
        assert seat.ask("practice", "--children", str(CHILDREN), "--seed", str(SEED)).code == 0
        yield seat
    finally:
        shutil.rmtree(folder)
