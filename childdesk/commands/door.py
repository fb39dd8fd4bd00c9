"""How every command opens the desk, reads its input, prints its answer and ends: one door for all of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from childdesk.desk import desks
from childdesk.desk.session import Session
from childdesk.domain.clock import Clock, SystemClock
from childdesk.domain.errors import Refused
from childdesk.domain.issue import Issue

T = TypeVar("T")

DONE, REFUSED, USAGE, UNAVAILABLE, WAITING = 0, 1, 2, 3, 4
"""Exit codes (design §5)."""


@dataclass
class Door:
    """What stands before every command."""

    home: Path | None
    as_json: bool
    passphrase_file: Path | None
    person: str
    clock: Clock = field(default_factory=SystemClock)

    def folder(self) -> Path:
        """The home folder. Raises UsageError without one."""
        if self.home is None:
            raise click.UsageError("请用 --home 指明档案所在的文件夹")
        return self.home

    def passphrase(self, *, new: bool = False) -> str:
        """From the file (its first line), else asked for; never an argument."""
        if self.passphrase_file is not None:
            try:
                lines = self.passphrase_file.read_text(encoding="utf-8-sig").splitlines()
            except (OSError, UnicodeDecodeError) as error:
                raise Refused("读不到口令文件。没有改动什么，请看一眼文件名") from error
            if not lines or not lines[0]:
                raise Refused("口令文件是空的。没有改动什么")
            return lines[0]
        if not sys.stdin.isatty():
            raise Refused("没有给口令。请用 --passphrase-file")
        return str(click.prompt("口令", hide_input=True, confirmation_prompt=new, err=True))

    def open(self, *, repair: bool = False) -> desks.OpenDesk:
        """Opens the desk for the person."""
        return desks.open_desk(
            self.folder(), self.clock, person=self.person, passphrase=self.passphrase(), repair=repair
        )

    def say_all(
        self,
        key: str,
        found: Sequence[T],
        unit: str,
        row: Callable[[T], Mapping[str, Any]],
        line: Callable[[T], str],
    ) -> int:
        """Prints a list, how many first: a row of the document and a line for people of each one."""
        self.say({key: [row(one) for one in found]}, [f"共{len(found)}{unit}", *map(line, found)])
        return DONE

    def say(self, document: Mapping[str, Any], lines: Iterable[str]) -> None:
        """Prints the answer: the document with `--json`, else the lines."""
        if self.as_json:
            click.echo(json.dumps(document, ensure_ascii=False, default=str))
        else:
            for line in lines:
                click.echo(line)


pass_door = click.make_pass_decorator(Door)


def leave(code: int) -> NoReturn:
    """Ends the command with an exit code."""
    raise click.exceptions.Exit(code)


def with_session(work: Callable[[Door, Session], int], door: Door, *, repair: bool = False) -> None:
    """Opens the desk, does the work, closes the desk, ends with the code that the work returned."""
    with door.open(repair=repair) as session:
        code = work(door, session)
    if code:
        leave(code)


def pairs(words: Iterable[str], *, stdin: bool) -> dict[str, str]:
    """`key=value` arguments, or a JSON object from standard input, as texts by key."""
    texts: dict[str, str] = {}
    if stdin:
        given = json_input()
        if not isinstance(given, dict):
            raise Refused("标准输入里要有一个 JSON 对象")
        texts = {str(key): _typed(str(key), value) for key, value in given.items()}
    for word in words:
        key, mark, value = word.partition("=")
        if not mark:
            raise click.UsageError(f"要写成 栏目=值：{key}")
        texts[key.strip()] = value
    if not texts:
        raise click.UsageError("请写 栏目=值，或用 --stdin")
    return texts


def _typed(key: str, value: object) -> str:
    """A JSON value as it would be typed: a list is its words, null is nothing, true is 是."""
    if isinstance(value, list) and not any(isinstance(one, (list, dict)) for one in value):
        return "、".join(_typed(key, one) for one in value)
    if isinstance(value, (list, dict)):
        raise Refused(f"“{key}”的值要是文字或数字。没有改动什么", key)
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def json_input() -> object:
    """The JSON document on standard input. Raises Refused when it is none."""
    try:
        found: object = json.loads(sys.stdin.buffer.read().decode("utf-8-sig"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise Refused("标准输入不是完整的 JSON。没有改动什么") from error
    return found


def issue_document(issue: Issue) -> dict[str, str]:
    """An issue as JSON shows it."""
    return {"level": issue.level, "field": issue.field, "text": issue.text}


def issue_lines(issues: Iterable[Issue]) -> list[str]:
    """Issues for people."""
    marks = {"impossible": "要改", "doubtful": "请看", "missing": "待补", "note": "提示"}
    return [f"  {marks[issue.level]}：{issue.text}" for issue in issues]


def waits(issues: Iterable[Issue]) -> bool:
    """Whether something in them waits for a person."""
    return any(issue.level in ("impossible", "doubtful") for issue in issues)
