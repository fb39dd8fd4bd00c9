"""The command line: what stands before every command, and what every command ends with."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

import click

from childdesk.commands import (
    assessing,
    attaching,
    calling,
    care,
    compare,
    desk,
    drilling,
    escrow,
    exchange,
    files,
    filling,
    handing,
    handins,
    old_places,
    planning,
    protect,
    records,
    report,
    ruling,
    township,
    transfers,
    walking,
)
from childdesk.commands.door import REFUSED, UNAVAILABLE, Door
from childdesk.domain.errors import Cancelled, Refused, Unavailable
from childdesk.domain.fault import places


class OpenWindow(Exception):
    """No command was given: the window is wanted. Whoever started the program opens it."""

    def __init__(self, home: Path, *, practice: bool) -> None:
        super().__init__(str(home))
        self.home = home
        self.practice = practice


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True)
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="CHILDDESK_HOME",
    help="档案所在的文件夹",
)
@click.option("--json", "as_json", is_flag=True, help="印一个 JSON 文档")
@click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path),
    envvar="CHILDDESK_PASSPHRASE_FILE",
    help="第一行是口令",
)
@click.option("--person", default="", envvar="CHILDDESK_PERSON", help="谁打开")
@click.option("--practice", is_flag=True, help="打开演练村；还没有就现做一个")
@click.version_option(package_name="childdesk")
@click.pass_context
def cli(
    context: click.Context,
    home: Path | None,
    as_json: bool,
    passphrase_file: Path | None,
    person: str,
    practice: bool,
) -> None:
    """童档：一人一档的儿童台账。不带命令时打开窗口。"""
    context.obj = Door(home, as_json, passphrase_file, person)
    if context.invoked_subcommand is None:
        raise OpenWindow(context.obj.folder(), practice=practice)


COMMANDS = (
    *desk.COMMANDS,
    *drilling.COMMANDS,
    *records.COMMANDS,
    *report.COMMANDS,
    *care.COMMANDS,
    *files.COMMANDS,
    *filling.COMMANDS,
    *handins.COMMANDS,
    *exchange.COMMANDS,
    *escrow.COMMANDS,
    *transfers.COMMANDS,
    *planning.COMMANDS,
    *walking.COMMANDS,
    *calling.COMMANDS,
    *attaching.COMMANDS,
    *ruling.COMMANDS,
    *assessing.COMMANDS,
    *compare.COMMANDS,
    *township.COMMANDS,
    *handing.COMMANDS,
    *old_places.COMMANDS,
    *protect.COMMANDS,
)

for _command in COMMANDS:
    cli.add_command(_command)


def run(arguments: list[str]) -> int:
    """Runs one command and returns its exit code. Refusals and the like become one sentence on stderr."""
    as_json = "--json" in arguments
    try:
        result = cli.main(arguments, prog_name="childdesk", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as usage:
        usage.show()
        return usage.exit_code
    except (click.Abort, Cancelled):
        click.echo("已停下，什么也没改。", err=True)
        return REFUSED
    except Refused as refused:
        _tell(as_json, {"error": "refused", "text": refused.sentence, "field": refused.field})
        click.echo(_ended(refused.sentence), err=True)
        return REFUSED
    except Unavailable as unavailable:
        text = {"error": "unavailable", "text": unavailable.sentence, "next_step": unavailable.next_step}
        _tell(as_json, text)
        click.echo(f"{_ended(unavailable.sentence)}{unavailable.next_step}", err=True)
        return UNAVAILABLE
    except BrokenPipeError:
        # Whoever read our output has seen enough; nothing more can be said to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return REFUSED


def at_fault(arguments: list[str], trouble: BaseException) -> int:
    """Says that the program is at fault, and where in it; an exception's own words may quote a value."""
    text = "程序出错了，不是您的错。已存的没有动，没做完的没有存"
    _tell("--json" in arguments, {"error": "fault", "text": text, "next_step": _REPORT})
    click.echo("\n".join([f"{text}。{_REPORT}", *places(trouble)]), err=True)
    return UNAVAILABLE


_REPORT = "请把下面几行发给维护的人，里面没有档案内容。"


def _tell(as_json: bool, document: Mapping[str, str | None]) -> None:
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False))


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(("。", "？")) else f"{sentence}。"
