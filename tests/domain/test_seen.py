"""Ticks of a visit become words and come back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from childdesk.domain import seen
from childdesk.domain.seen import BAD, CHANGES, GOOD, ITEMS, SIGNALS, UNSEEN, VERDICTS, Tick

NOTES = st.text(alphabet="灶台边柴草没隔开已请奶奶搬走，。；（） 3", max_size=40)
TICKS = st.dictionaries(
    st.sampled_from([item.key for item in ITEMS]),
    st.builds(Tick, st.sampled_from(VERDICTS), NOTES, st.booleans()),
)


def test_ticks_read_as_a_sentence_in_the_national_field():
    ticks = {"food": Tick(GOOD), "safety": Tick(BAD, "灶台边柴草没隔开", recheck=True), "carer": Tick(UNSEEN)}
    assert (
        seen.words("living", ticks, "床铺整洁")
        == "床铺整洁；吃穿住处没问题；水电火和防溺水有问题（灶台边柴草没隔开，7天内复查）"
    )
    assert seen.words("family", ticks) == "照料人没看到"
    assert seen.words("family", {}) == ""


def test_free_words_of_somebody_else_are_no_ticks():
    assert seen.read("床铺整洁，作业没人辅导", None) == {}
    assert seen.free("床铺整洁；吃穿住处没问题；书包破了") == "床铺整洁；书包破了"


@given(TICKS, NOTES)
def test_what_was_ticked_comes_back(ticks, free):
    written = [seen.words(field, ticks, free) for field in ("living", "family")]
    back = seen.read(*written)
    assert {key: (tick.verdict, tick.recheck) for key, tick in back.items()} == {
        key: (tick.verdict, tick.recheck) for key, tick in ticks.items()
    }
    again = [
        seen.words(field, back, seen.free(text))
        for field, text in zip(("living", "family"), written, strict=True)
    ]
    assert again == written


def test_a_mind_is_what_was_seen_in_the_lists_order():
    assert seen.mind("有些变化", ["想父母", "话变少"], "孩子说想妈妈", "七日内再看") == (
        "有些变化：话变少、想父母；孩子说想妈妈；七日内再看"
    )
    assert seen.mind("平稳") == "平稳"
    assert seen.mind("", said="没见着孩子") == "没见着孩子"


def test_no_word_of_a_diagnosis_stands_on_the_lists():
    every = "".join((*CHANGES, *SIGNALS, *seen.OUTLOOKS, *seen.MINDS))
    assert not any(word in every for word in ("抑郁", "焦虑", "自闭", "症", "绿", "黄", "橙", "红"))
