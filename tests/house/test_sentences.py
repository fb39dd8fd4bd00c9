"""Holds the words: what a person reads blames nobody, names no machinery, and is short."""

from __future__ import annotations

import ast
import re

import pytest

from tests.house.sources import GAP, Module, docstrings, modules, strings, words_of

SPOKEN = {"Refused", "Unavailable", "Issue"}
FORBIDDEN = ("系统", "操作", "数据库", "失败", "非法", "请注意", "成功", "！", "!")
LONGEST = 20

_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def spoken(module: Module) -> list[tuple[int, str]]:
    """The Chinese strings that reach a person: in errors and issues everywhere, every string in `ui`."""
    tree = module.tree
    if module.name.startswith("childdesk/ui/"):
        prose = docstrings(tree)
        found = [(line, words) for line, words in strings(tree) if line not in prose]
    else:
        found = [
            (argument.lineno, words)
            for call in ast.walk(tree)
            if isinstance(call, ast.Call) and _called(call.func) in SPOKEN
            for argument in (*call.args, *(word.value for word in call.keywords))
            if (words := words_of(argument)) is not None
        ]
    return [(line, words) for line, words in found if _CHINESE.search(words)]


def _called(function: ast.expr) -> str:
    return (
        function.id
        if isinstance(function, ast.Name)
        else function.attr
        if isinstance(function, ast.Attribute)
        else ""
    )


def _width(sentence: str) -> float:
    return sum(0.5 if character.isascii() else 1 for character in sentence)


def unwelcome(module: Module) -> list[str]:
    """Sentences with a word that a person should not read."""
    return [
        f"{module.name}:{line} {words} ({word})"
        for line, words in spoken(module)
        for word in FORBIDDEN
        if word in words
    ]


def too_long(module: Module) -> list[str]:
    """Sentences of errors over twenty characters wide; digits count half, what is put in not at all."""
    if module.name.startswith("childdesk/ui/"):
        return []
    return [
        f"{module.name}:{line} {sentence}"
        for line, words in spoken(module)
        for sentence in re.split(r"[。？；\n]", words.replace(GAP, ""))
        if _width(sentence) > LONGEST
    ]


def test_no_sentence_blames_or_names_machinery():
    assert [hit for module in modules() for hit in unwelcome(module)] == []


def test_every_sentence_of_an_error_is_short():
    assert [hit for module in modules() for hit in too_long(module)] == []


@pytest.mark.parametrize(
    "broken",
    [
        'raise Refused("导入失败")',
        'raise errors.Unavailable(sentence=f"数据库{name}打不开")',
        'raise Unavailable("这份档案打不开。", next_step="请重启系统。")',
        'Issue("error", "name", "身份证号" + "格式非法")',
        'raise Refused("保存好了！")',
    ],
)
def test_the_guard_sees_an_unwelcome_word(broken: str):
    assert len(unwelcome(Module("childdesk/desk/sample.py", broken))) == 1


def test_the_guard_reads_every_string_of_the_window_but_no_docstring():
    sample = Module("childdesk/ui/sample.py", '"""操作 in a docstring."""\nlabel = "操作成功"\n')
    assert len(unwelcome(sample)) == 2


def test_the_guard_sees_a_long_sentence():
    long = 'raise Refused("这份文件里没有找到任何一张可以识别的花名册工作表请再看")'
    assert len(too_long(Module("childdesk/desk/sample.py", long))) == 1
    short = 'raise Refused("这份档案已在另一个窗口打开。数据没有动。请先关掉那个窗口。")'
    assert too_long(Module("childdesk/desk/sample.py", short)) == []
