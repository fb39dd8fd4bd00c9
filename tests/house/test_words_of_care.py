"""No text holds a period beside a mandatory report, a word of illness, or a colour given by the director."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
REPORT = re.compile(r"强制报告|报告|举报|报案|报警|110")
PERIOD = re.compile(
    r"(?:\d+|\{[^}]*\}|[一二两三四五七十几半])\s*个?(?:分钟|小时|天|日|周|星期)(?:之内|以内|内)|限\d|当天内"
)
ILLNESS = re.compile(r"抑郁|焦虑|自闭|孤独症|多动症|精神病|精神分裂|双相|强迫症|创伤后应激|人格障碍|心理障碍")
COLOUR = re.compile(r"[绿黄橙红]色")
CARE = re.compile(
    r"observation|assess|referral|mandatory|care|checklist|looking|urgent|mind|seen|situations|slip|agency|protect"
)
"""Files about how a child is and who helps: no colour is given there."""

MAY_NAME_ILLNESS = {
    "childdesk/domain/illness.py": "such a word is doubted or refused where it was typed",
    "childdesk/domain/options.py": "a hospital's proof, and words that seal what holds them",
}
MAY_NAME_COLOURS = {
    "childdesk/domain/care_options.py": "the finding of a professional, from the feedback only"
}


def strings(text: str) -> Iterator[str]:
    """Every text of a module that somebody may read: no documentation; a made one as a whole."""
    tree = ast.parse(text)
    silent: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            silent.add(id(node.value))
        if isinstance(node, ast.JoinedStr):
            silent |= {id(part) for part in node.values}
            yield "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield node.value


def faults(name: str, said: Iterator[str]) -> list[str]:
    """What the texts of one file must not say."""
    found = []
    for one in said:
        if REPORT.search(one) and PERIOD.search(one):
            found.append(f"{name}: a period beside a report: {one[:60]}")
        if ILLNESS.search(one) and name not in MAY_NAME_ILLNESS:
            found.append(f"{name}: a word of illness: {one[:60]}")
        if CARE.search(name) and COLOUR.search(one) and name not in MAY_NAME_COLOURS:
            found.append(f"{name}: a colour: {one[:60]}")
    return found


def everything() -> Iterator[tuple[str, Iterator[str]]]:
    """Every module, and every shipped text, with its name."""
    for path in sorted((ROOT / "childdesk").rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), strings(path.read_text("utf-8"))
    for path in sorted((ROOT / "resources").rglob("*.toml")):
        yield path.relative_to(ROOT).as_posix(), iter(path.read_text("utf-8").splitlines())


def test_no_text_holds_a_period_beside_a_report_an_illness_or_a_colour_of_the_director():
    told = [fault for name, said in everything() for fault in faults(name, said)]
    assert told == []


def test_a_broken_sample_is_seen():
    sample = (
        'A = "强制报告：1小时内要打出电话"\nB = f"先打110，{hours}小时内补表"\n'
        'C = "孩子有抑郁倾向"\nD = "评为橙色"\n"""红色 in a note."""\n'
    )
    told = faults("childdesk/desk/observations.py", strings(sample))
    assert [one.split(": ")[1] for one in sorted(told)] == [
        "a colour", "a period beside a report", "a period beside a report", "a word of illness",
    ]  # fmt: skip
    assert faults("childdesk/ui/risk.py", strings('D = "红色 一级"')) == []


def test_each_exception_is_still_needed():
    for name in MAY_NAME_ILLNESS:
        assert any(ILLNESS.search(one) for one in strings((ROOT / name).read_text("utf-8"))), name
    for name in MAY_NAME_COLOURS:
        assert any(COLOUR.search(one) for one in strings((ROOT / name).read_text("utf-8"))), name
