"""What a pattern cannot do without: nothing is ever missed for it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from safety_cases import cases

from sel import paths
from sel.brain.safety.caring import shipped
from sel.safety.needed import LONGEST, Needs, needed
from sel.safety.plain import plain
from sel.safety.reading import read
from sel.safety.sayings import NOTED, Saying, Sayings, _compiled

SAYINGS = shipped().sayings
SLOWLY = Sayings(SAYINGS.known, Needs([frozenset()] * len(SAYINGS.known)))
"""The same rules, each looked for in every text."""
CASES = [case for name in ("building", "held_out") for case in cases(name)]
MESSAGES = [message for case in CASES for message in case.messages]
WORDS = sorted({word for message in MESSAGES for word in message.split()})


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("die", {"die"}),
        (r"\bi (?:just )?want to die\b", {"i want to di", "i just want "}),
        ("kill (?:my|your)self", {"kill myself", "kill yoursel"}),
        ("(?:want|wish).{0,9}(?:die|end it all)", {"want", "wish"}),
        (r"\w+ing (?:pills|all the pills)", {"ing pills", "ing all the "}),
        (
            "(?:want|wanted) (?:pills|the rope)",
            {"want pills", "want the rop", "wanted pills", "wanted the r"},
        ),
        ("(?:some|the pills|of the pills)", {"some", "the pills"}),
        ("(?:a lot|so many)+ of", {"a lot", "so many"}),
        ("r[au]n", {"ran", "run"}),
        ("(?:rope)?", set()),
        ("rope|[a-z]", set()),
        ("rope|x", set()),
        ("(?i)rope", set()),
        ("(?i:rope)", set()),
        ("rop*", {"ro"}),
        ("(?!rope)bridge", {"bridge"}),
        (r"(r)ope\1", {"rope"}),
    ],
)
def test_what_a_pattern_needs(pattern: str, words: set[str]) -> None:
    assert needed(re.compile(pattern)) == words
    assert all(len(word) <= LONGEST for word in words)


PARTS = st.recursive(
    st.sampled_from(["a", "b", "ab", " ", "[ab]", "[^a]", ".", r"\b", r"\w", "$", "ba b"]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=1, max_size=4).map(lambda some: f"(?:{'|'.join(some)})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{0,2}", "??", "+?"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
        inner.map(lambda one: f"(?={one})"),
        inner.map(lambda one: f"(?!{one})"),
    ),
    max_leaves=12,
)


@given(PARTS, st.text("ab \n", max_size=20))
def test_where_a_pattern_is_found_its_words_stand(pattern: str, text: str) -> None:
    made = re.compile(pattern)
    words = needed(made)
    assert not made.search(text) or not words or any(word in text for word in words)
    near = Needs([words]).near(text)
    assert bool(near) == (not words or any(word in text for word in words))


@given(st.data(), st.sampled_from(SAYINGS.known))
def test_whatever_a_saying_fits_is_looked_at(data: st.DataObject, saying: Saying) -> None:
    text = data.draw(st.from_regex(_compiled(saying.pattern)))
    assert saying in SAYINGS.near(text)


FOLDER = paths.assets() / "safety"
TEXT = (FOLDER / "sayings.toml").read_text("utf-8")


def test_what_they_need_is_noted_as_it_is() -> None:
    """Else: `python assets/safety/note_needed.py`."""
    assert (FOLDER / NOTED).read_text("utf-8") == Sayings.from_toml(TEXT).noted(TEXT)


WHOLE = (FOLDER / NOTED).read_text("utf-8")
CUT = WHOLE.replace('"kill me"', '"kill him"')
assert CUT != WHOLE, "another word, then"


@pytest.mark.parametrize("noted", [None, "{", "[]", '{"of": "x", "words": []}', '{"of": 1}', CUT])
def test_notes_of_other_sayings_are_of_no_account(tmp_path: Path, noted: str | None) -> None:
    (tmp_path / "sayings.toml").write_text(TEXT, "utf-8")
    if noted is not None:
        (tmp_path / NOTED).write_text(noted, "utf-8")
    assert Sayings.from_file(tmp_path / "sayings.toml").needs.words == SAYINGS.needs.words


def test_every_saying_needs_something() -> None:
    assert SAYINGS.near("") == []


@pytest.mark.parametrize("before", [False, True])
def test_the_sets_are_read_as_slowly(before: bool) -> None:
    for case in CASES:
        slowly = read(case.messages, SLOWLY, before=before)
        assert read(case.messages, SAYINGS, before=before) == slowly


@given(
    st.lists(
        st.one_of(
            st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
            st.sampled_from(MESSAGES),
            st.tuples(st.sampled_from(MESSAGES), st.sampled_from(MESSAGES), st.integers(0, 40)).map(
                lambda two: two[0][: two[2]] + two[1][two[2] :]
            ),
        ),
        min_size=1,
        max_size=3,
    ),
    st.booleans(),
)
def test_any_mix_is_read_as_slowly(messages: list[str], before: bool) -> None:
    slowly = read(messages, SLOWLY, before=before)
    assert read(messages, SAYINGS, before=before) == slowly


def test_calm_words_are_hardly_searched() -> None:
    calm = [plain(text) for case in CASES if case.level == "none" for text in case.messages]
    looked = sum(len(SAYINGS.near(text)) for text in calm)
    assert looked < 0.05 * len(calm) * len(SAYINGS.known)


def test_without_the_reader_of_patterns_all_are_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "re._parser", None)
    blind = Sayings.from_toml(TEXT)
    assert len(blind.near("")) == len(blind.known)
