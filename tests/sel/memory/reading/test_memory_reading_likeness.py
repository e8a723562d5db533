"""Same thing or not, and how much it weighs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.memory.reading.likeness import same_thing
from sel.memory.reading.weight import importance


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("I live in Porto", "I live in Porto."),
        ("I live in Porto", "I moved to Porto"),
        ("I live in Porto", "I'm living in Porto now"),
        ("I love cats", "I really love cats!"),
        ("I love hiking", "I enjoy hiking"),
        ("I'm allergic to peanuts", "I am allergic to peanuts."),
        ("I'm 34", "I'm 34 years old"),
        ("My name is Tom", "I'm called Tom"),
        ("My mum is a nurse", "my mother is a nurse"),
        ("My dog is called Rex", "my dog's name is Rex"),
        ("My favourite colour is green", "my fave color is green"),
        ("I don't eat meat", "I never eat meat"),
    ],
)
def test_the_same(a: str, b: str) -> None:
    assert same_thing(a, b)
    assert same_thing(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("I live in Porto", "I live in Lyon"),
        ("I live in Porto", "My sister lives in Porto"),
        ("I live in Porto", "I'm from Porto"),
        ("I live in Porto", "I don't live in Porto"),
        ("I moved to Porto", "I will move to Porto"),
        ("my sister Ana lives in Porto", "my sister Eva lives in Porto"),
        ("I love cats", "I hate cats"),
        ("I love cats", "I don't love cats"),
        ("I like tea", "I like coffee"),
        ("I'm 34", "I'm 35"),
        ("I have two cats", "I have three cats"),
        ("I'm allergic to peanuts", "I'm allergic to cats"),
        ("My favourite colour is green", "My favourite colour is blue"),
        ("I eat meat every day", "I don't eat meat"),
        ("I live with Ana", "I live without Ana"),
    ],
)
def test_not_the_same(a: str, b: str) -> None:
    assert not same_thing(a, b)
    assert not same_thing(b, a)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_everything_is_like_itself(text: str) -> None:
    assert same_thing(text, text)


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_goes_both_ways(a: str, b: str) -> None:
    assert same_thing(a, b) == same_thing(b, a)


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("My name is Tom", 0.9),
        ("I love jazz", 0.9),
        ("I hate olives", 0.9),
        ("My birthday is in May", 0.9),
        ("I feel lost since the move", 0.7),
        ("I believe in ghosts", 0.7),
        ("I prefer tea", 0.7),
        ("I always walk to work", 0.6),
        ("I never watch TV", 0.6),
        ("The bins go out on Tuesdays", 0.5),
        ("", 0.5),
    ],
)
def test_importance(text: str, weight: float) -> None:
    assert importance(text) == weight
