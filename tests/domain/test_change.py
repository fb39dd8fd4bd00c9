"""The format of a change is frozen: its bytes, its digest, its link in the chain."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childdesk.domain.change import (
    Change,
    Draft,
    Linker,
    canonical,
    canonical_base,
    digest_of,
    is_genuine,
    link,
    object_words,
)

GOLDEN = Path(__file__).parent.parent / "museum" / "change_v1.json"
ROOM = json.loads(GOLDEN.read_text("utf-8"))


def made(kept: dict) -> Change:
    """A golden change as the program holds it."""
    parts = {key: kept[key] for key in "rid seq entry lam wall person sv kind record row field".split()}
    base = tuple((rid, seq) for rid, seq in kept["base"])
    text = canonical(kept["content"])
    return Change(
        **parts, base=base, digest=kept["digest"], value=text, salt=bytes.fromhex(kept["salt"])
    )  # fmt: skip


@pytest.mark.parametrize("kept", ROOM["changes"], ids=lambda kept: f"{kept['kind']} {kept['field']}".strip())
def test_a_golden_change_still_has_its_bytes_and_its_digest(kept):
    change = made(kept)
    assert canonical(kept["content"]).encode().hex() == kept["value_bytes"]
    assert digest_of(bytes.fromhex(kept["salt"]), canonical(kept["content"])) == kept["digest"]
    assert canonical_base(change.base) == kept["base_text"]
    assert is_genuine(change)


def test_the_golden_changes_still_make_the_same_chain():
    h = ""
    for kept in ROOM["changes"]:
        h = link(h, made(kept))
        assert h == kept["h"]


def test_the_chain_is_what_the_format_says_in_words():
    # Computed by hand from the description: length-prefixed UTF-8 in the frozen order, digest last.
    kept = ROOM["changes"][1]
    order = "rid seq entry lam wall person sv kind record row field".split()
    words = [ROOM["changes"][0]["h"], *(str(kept[key]) for key in order), kept["base_text"], kept["digest"]]
    data = b"".join(len(word.encode()).to_bytes(4, "big") + word.encode() for word in words)
    assert hashlib.sha256(data).hexdigest() == kept["h"]
    value = json.dumps(kept["content"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    salted = bytes.fromhex(kept["salt"]) + unicodedata.normalize("NFC", value).encode()
    assert hashlib.sha256(salted).hexdigest() == kept["digest"]


FIELDS = [f.name for f in dataclasses.fields(Change) if f.name not in ("value", "salt")]


@pytest.mark.parametrize("name", FIELDS)
def test_no_part_of_a_change_can_be_altered_without_breaking_its_link(name):
    change = made(ROOM["changes"][2])
    other = {int: 77, tuple: (("f" * 24, 9),), str: "other"}[type(getattr(change, name))]
    assert link("h", dataclasses.replace(change, **{name: other})) != link("h", change)


def test_two_neighbouring_parts_cannot_lend_each_other_a_letter():
    change = made(ROOM["changes"][2])
    left = dataclasses.replace(change, record="child", row="ab")
    right = dataclasses.replace(change, record="childa", row="b")
    assert link("", left) != link("", right)


def test_an_altered_value_or_salt_is_not_genuine_and_an_erased_one_is():
    change = made(ROOM["changes"][2])
    assert not is_genuine(dataclasses.replace(change, value=canonical("另一个")))
    assert not is_genuine(dataclasses.replace(change, salt=bytes(16)))
    assert not is_genuine(dataclasses.replace(change, salt=None))
    assert not is_genuine(dataclasses.replace(change, value=None))
    assert is_genuine(dataclasses.replace(change, value=None, salt=None))


def test_an_erased_value_leaves_its_place_in_the_chain():
    change = made(ROOM["changes"][2])
    assert link("h", dataclasses.replace(change, value=None, salt=None)) == link("h", change)


def test_the_same_value_under_another_salt_has_another_digest():
    assert digest_of(b"a" * 16, canonical("11010119900101001X")) != digest_of(
        b"b" * 16, canonical("11010119900101001X")
    )


scalars = st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"]))
values = scalars | st.dictionaries(st.text("abc_.x", max_size=5), scalars, max_size=4)


@given(values)
def test_canonical_values_come_back_and_stay_canonical(value):
    text = canonical(value)
    assert canonical(json.loads(text)) == text
    assert unicodedata.is_normalized("NFC", text)


@given(st.dictionaries(st.text("abcxyz", min_size=1, max_size=4), scalars, min_size=2))
def test_the_order_in_which_keys_were_set_does_not_matter(value):
    assert canonical(dict(reversed(value.items()))) == canonical(value)


def test_both_ways_of_writing_one_character_are_one_value():
    assert "e\u0301" != "\u00e9"
    assert canonical("e\u0301") == canonical("\u00e9")


@pytest.mark.parametrize("value", [1.5, {"amount": 0.1}, [2.0], {1, 2}, b"raw"])
def test_what_is_not_exact_has_no_canonical_form(value):
    with pytest.raises(TypeError):
        canonical(value)


@given(st.lists(st.tuples(st.text("0123456789abcdef", min_size=24, max_size=24), st.integers(1, 99))))
def test_the_order_of_heads_in_a_base_does_not_matter(dots):
    assert canonical_base(dots) == canonical_base(reversed(dots))


def normal(text: str) -> str:
    return unicodedata.normalize("NFC", text)


WORDS = st.text(max_size=12).filter(lambda text: text.isprintable() or "\n" in text).map(normal)
ROWS = st.dictionaries(st.text("abc._x0", min_size=1, max_size=4), WORDS | st.integers(-(10**9), 10**9))


@given(ROWS)
def test_the_short_way_of_an_import_writes_the_same_canonical_words(values):
    assert object_words(values) == canonical(values)
    assert object_words(values, ", ", ": ") == json.dumps(values, ensure_ascii=False, sort_keys=True)


@given(st.lists(st.tuples(st.sampled_from(["new", "set"]), WORDS, st.integers(0, 3), WORDS), max_size=6))
def test_the_short_way_of_an_import_links_the_same_chain(made_up):
    linker, previous = Linker("1" * 24, "e" * 32, "2026-11-23T01:00:00Z", "p" * 32), ""
    for seq, (kind, row, lam, value) in enumerate(made_up, start=1):
        digest = digest_of(b"salt", value)
        draft = Draft(seq, lam, kind, "child", row, "name", "[]", value)
        where = (
            "1" * 24,
            seq,
            "e" * 32,
            lam,
            "2026-11-23T01:00:00Z",
            "p" * 32,
            1,
            kind,
            "child",
            row,
            "name",
        )
        expected = link(previous, Change(*where, (), digest, value, b"salt"))
        assert linker.link(previous, draft, digest).hex() == expected
        previous = expected
