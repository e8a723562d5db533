"""To whom it is said, in sentences as people write them; what a person in the room would say."""

import time

import pytest
from ears_sayings import SAYINGS
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.ears.addressee import Said, judge
from bridge.ears.naming import Use, use_of

BEN = ("Ben",)
MANY = ("Ben", "Cleo Dee", "Will")

TO_SEL = [
    # a mention, a reply, a direct message
    Said(text="@SEL what's the time?", mentioned=True),
    Said(text="@SEL", mentioned=True, present=MANY),
    Said(text="I like how @SEL writes", mentioned=True, present=BEN),
    Said(text="@SEL tell @Ben a joke", mentioned=True, others=True, present=BEN),
    Said(text="@Ben @SEL what do you two think?", mentioned=True, others=True, present=BEN),
    Said(text="@SEL what do you think?", mentioned=True, to_other=True, present=BEN),
    Said(text="@SEL is that true?", mentioned=True, to_other=True, after_other=True, present=BEN),
    Said(text="no, the other one", to_sel=True, present=MANY),
    Said(text="haha", to_sel=True, present=MANY, after_other=True),
    Said(text="that is what I told Ben yesterday", to_sel=True, present=BEN),
    Said(text="hm", dm=True),
    Said(text="Ben said hi", dm=True),
    # by name
    Said(text="SEL, can you help me?", present=MANY),
    Said(text="sel can you help me", present=MANY),
    Said(text="Sel: roll a die", present=MANY),
    Said(text="hey SEL", present=MANY),
    Said(text="hey sel how are you", present=MANY),
    Said(text="ok sel, good night", present=MANY),
    Said(text="good morning SEL!", present=MANY),
    Said(text="thanks, SEL", present=MANY),
    Said(text="thank you sel", present=MANY),
    Said(text="what do you think, SEL?", present=MANY, after_other=True),
    Said(text="what do you think sel?", present=MANY),
    Said(text="love you SEL", present=MANY),
    Said(text="That went well. SEL, what now?", present=MANY),
    Said(text="I wonder, sel, whether you dream", present=MANY),
    Said(text="SEL is it raining?", present=MANY),
    Said(text="SEL tell me a story", present=MANY),
    Said(text="SEL do you like it", present=BEN, after_other=True),
    Said(text="please SEL stay quiet", present=BEN),
    Said(text="Nova, what's up?", called=("Nova",), present=MANY),
    Said(text="Ben is right. Or what do you say, SEL?", present=BEN),
    Said(text="SEL!", present=MANY),
    Said(text="sel?", present=MANY),
    # what goes on
    Said(text="thanks, that helps", after_sel=True, next_to_sel=True, takes_part=True),
    Said(text="and in Celsius?", after_sel=True, next_to_sel=True, takes_part=True, present=BEN),
    Said(text="and why", after_sel=True, next_to_sel=True, takes_part=True, present=BEN),
    Said(text="could you say that again?", after_sel=True, takes_part=True, present=BEN),
    # alone with SEL in a channel where it takes part
    Said(text="what time is it?", takes_part=True),
    Said(text="could you look at this", takes_part=True),
]

ASIDE = [
    Said(text="@Ben can you look at this?", others=True, present=BEN),
    Said(text="@Ben ask SEL", others=True, present=BEN),
    Said(text="@Ben thanks", others=True, present=BEN, after_sel=True, next_to_sel=True),
    Said(text="no, I meant yours", to_other=True, present=BEN),
    Said(text="are you coming?", to_other=True, present=BEN, takes_part=True),
    Said(text="SEL said so", to_other=True, present=BEN),
    Said(text="Ben, can you open the door?", present=BEN, takes_part=True),
    Said(text="Ben can you open the door?", present=BEN, takes_part=True),
    Said(text="hey Ben", present=BEN),
    Said(text="thanks Ben!", present=BEN, takes_part=True),
    Said(text="what do you think, Ben?", present=BEN, takes_part=True),
    Said(text="good night Cleo", present=MANY),
    Said(text="Cleo Dee: yours", present=MANY),
    Said(text="Will, are you there?", present=MANY),
    Said(text="Ben, did SEL tell you?", present=BEN),
    Said(text="you should ask SEL, Ben", present=BEN),
    Said(text="Ben, what now?", present=BEN, after_sel=True, next_to_sel=True),
]

OPEN = [
    Said(text="I am selling my bike", present=MANY),
    Said(text="selling, anyone?", present=BEN),
    Said(text="yourself", present=BEN),
    Said(text="run sel.py first", present=BEN),
    Said(text="type /sel help for that", present=BEN),
    Said(text="SEL is funny today", present=BEN),
    Said(text="SEL said it would rain", present=BEN),
    Said(text="I asked SEL about it", present=BEN),
    Said(text="I love SEL", present=BEN),
    Said(text="SEL's jokes are bad", present=BEN),
    Said(text="Ben and SEL", present=MANY),
    Said(text="does anyone know the way?", present=BEN, takes_part=True),
    Said(text="who wants pizza?", takes_part=True),
    Said(text="what do you think?", present=BEN, after_other=True, takes_part=True),
    Said(text="will you come?", present=MANY, after_other=True),
    Said(text="what a day", takes_part=True),
    Said(text="lol", present=BEN),
    Said(text="what time is it?"),
    Said(text="https://example.org/?q=sel"),
    Said(text="Ben is late again", present=BEN, takes_part=True),
    Said(text="I told Ben", present=BEN),
    Said(text="so I went home", after_sel=True, present=BEN, after_other=True),
    Said(text="", present=BEN),
]


@pytest.mark.parametrize("said", TO_SEL, ids=lambda said: said.text or "nothing")
def test_to_sel(said: Said) -> None:
    assert judge(said).verdict == "to_sel", judge(said)


@pytest.mark.parametrize("said", ASIDE, ids=lambda said: said.text)
def test_to_somebody_else(said: Said) -> None:
    assert judge(said).verdict == "aside", judge(said)


@pytest.mark.parametrize("said", OPEN, ids=lambda said: said.text or "nothing")
def test_to_nobody_in_particular(said: Said) -> None:
    assert judge(said).verdict == "open", judge(said)


def test_of_other_sentences_nearly_all_are_judged_right() -> None:
    wrong = [said.text for right, said in SAYINGS if judge(said).verdict != right]
    assert len(wrong) <= 0.06 * len(SAYINGS), wrong


def test_there_are_enough() -> None:
    assert len(TO_SEL) + len(ASIDE) + len(OPEN) >= 60


@settings(max_examples=50)
@given(st.text(max_size=300), st.lists(st.text(min_size=1, max_size=20), max_size=4))
def test_whatever_is_said_gets_a_verdict(text: str, present: list[str]) -> None:
    found = judge(Said(text=text, present=tuple(present)))
    assert found.sel >= 0
    assert found.other >= 0
    assert judge(Said(text=text, present=tuple(present), dm=True)).verdict == "to_sel"


@given(st.text(max_size=100))
def test_a_mention_is_worth_more_than_none(text: str) -> None:
    with_it = judge(Said(text=f"@SEL {text}", mentioned=True))
    assert with_it.verdict == "to_sel"


@pytest.mark.parametrize(
    "text",
    ["a" * 5_000, "sel " * 600, "@" * 2_000, "hey " * 500 + "sel", ", sel" * 400, "\n" * 2_000],
    ids=("one word", "names", "at signs", "greetings", "called", "lines"),
)
def test_long_and_odd_texts_are_judged_in_time(text: str) -> None:
    began = time.thread_time()
    judge(Said(text=text, present=MANY))
    assert time.thread_time() - began < 0.5


def test_how_a_name_stands() -> None:
    assert use_of("SEL", "nothing of it") is Use.NONE
    assert use_of("SEL", "ask SEL") is Use.ABOUT
    assert use_of("SEL", "sel!") is Use.CALLED
