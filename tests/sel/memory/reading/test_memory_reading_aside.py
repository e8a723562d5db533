"""What people tell by the way, and what only looks as if they did."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.memory.reading.candidates import candidates
from sel.memory.reading.clauses import Span
from sel.memory.reading.oblique import cue, told_by_the_way
from sel.memory.reading.openings import beginning
from sel.memory.reading.rules.asides import ASIDES
from sel.memory.reading.tokens import joined, tokens_of

HERE = Path(__file__).parent
TOLD = [
    line.split("|")
    for line in (HERE / "told_by_the_way.txt").read_text(encoding="utf-8").splitlines()
]
LOOKS = (HERE / "only_looks_so.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("tag", "said"), TOLD)
def test_told_by_the_way(tag: str, said: str) -> None:
    found = candidates(said)
    assert found, "nothing was kept"
    assert any(tag in (*one.tags, one.kind, one.topic) for one in found)
    assert all(one.quote in said for one in found)


def test_what_only_looks_so_is_left() -> None:
    assert [said for said in LOOKS if candidates(said)] == []


@pytest.mark.parametrize(
    "frame",
    [
        "> {}",
        'she said "well, {} you know"',
        "```\n{}\n```",
        "if {}",
        "imagine {}",
        "translate into French: {}",
        "{} - just kidding",
    ],
)
def test_another_voice_or_world(frame: str) -> None:
    assert [said for _, said in TOLD if candidates(frame.format(said))] == []


@pytest.mark.parametrize(
    "frame", ["my friend says {}", "he said {}", "people think {}", "she told me {}"]
)
def test_what_others_say_is_not_theirs(frame: str) -> None:
    """Only where the person's own verb stands first; "my" and "I" are theirs."""
    bare = [said for _, said in TOLD if said.lower().startswith(("as ", "being ", "been "))]
    assert len(bare) > 4
    assert [said for said in bare if candidates(frame.format(said))] == []


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("by the way I live here", 3),
        ("I live here", 0),
        ("well, honestly, my cat sleeps", 4),
        ("yesterday we moved", 0),
        ("I have to admit I smoke", 4),
        ("", 0),
    ],
)
def test_where_a_statement_begins(said: str, start: int) -> None:
    tokens = tokens_of(said)
    assert beginning(tokens) == start, joined(tokens)


def test_a_cue_reads_as_it_is_written() -> None:
    made = cue("fact #health #body @weight hard anyway", r"my (?P<x>\w+)")
    assert (made.kind, made.tags, made.topic) == ("fact", ("health", "body"), "weight")
    assert made.hard
    assert made.anyway
    assert made.look is None


def test_a_cue_finds_its_value_and_place() -> None:
    made = cue("fact #pet @pet", r"\bmy (?P<x>\w+)")
    said = "well, my newt sleeps"
    told = told_by_the_way(said, Span(0, len(said)), (made,))
    assert told is not None
    start, found = told
    assert said[start:] == "my newt sleeps"
    assert (found.topic, found.value, found.kind) == ("pet", "newt", "fact")


@pytest.mark.parametrize(
    "said",
    [
        "if my newt sleeps",
        "he says my newt sleeps",
        "perhaps my newt sleeps",
        "what is my newt",
        "you said that my newt sleeps",
    ],
)
def test_a_cue_counts_only_as_a_fact(said: str) -> None:
    unsure = cue("fact #pet", r"\bmy newt\b")
    sure = cue("fact #pet anyway", r"\bmy newt\b")
    span = Span(0, len(said))
    assert told_by_the_way(said, span, (unsure,)) is None
    assert told_by_the_way(said, span, (sure,)) is not None


def test_the_first_cue_that_fits_is_taken() -> None:
    first, second = cue("fact #a", r"\bmy\b"), cue("plan #b", r"\bmy newt\b")
    said = "my newt sleeps"
    told = told_by_the_way(said, Span(0, len(said)), (second, first))
    assert told is not None
    assert told[1].kind == "plan"


def test_every_cue_tells_what_it_is_about() -> None:
    assert all(one.tags for one in ASIDES)
    assert len({one.pattern for one in ASIDES}) == len(ASIDES)


@settings(deadline=None)
@given(st.lists(st.sampled_from([said for _, said in TOLD]), min_size=1, max_size=3))
def test_several_in_one_message(parts: list[str]) -> None:
    """Each is kept on its own; saying it twice in one message keeps it once."""
    found = candidates(". ".join(parts))
    assert len({one.quote for one in found}) == len(found)
    assert len(found) <= 3 * len(set(parts))


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    span = Span(0, len(text))
    told = told_by_the_way(text, span, ASIDES)
    assert told is None or 0 <= told[0] < len(text)


NEGATED = [
    ("I don't have a dog", ""),
    ("I never said I live in Rome", ""),
    ("if I were a doctor", ""),
    ("I'm not sam", ""),
    ("I don't have asthma", ""),
    ("I wouldn't call myself a vegan", ""),
    ("I don't think I live in Rome", ""),
    ("it's not true that I live in Rome", ""),
    ("I'm not a vegetarian anymore", "I'm not a vegetarian anymore."),
    ("I'm not allergic to nuts", "I'm not allergic to nuts."),
    ("I am no longer a teacher", "I am no longer a teacher."),
    ("I'm not a nurse", "I'm not a nurse."),
]


@pytest.mark.parametrize(("said", "kept"), NEGATED)
def test_what_is_denied_is_not_kept_as_its_opposite(said: str, kept: str) -> None:
    assert [one.text for one in candidates(said)] == ([kept] if kept else [])


SMALL = [
    ("i'm sam", "name"),
    ("im sam", "name"),
    ("im allergic to nuts", ""),
    ("my sis lives in york", "sister:home"),
    ("my bro is a vet", "brother:job"),
    ("i moved to leeds", "home"),
]


@pytest.mark.parametrize(("said", "topic"), SMALL)
def test_small_letters_and_short_words(said: str, topic: str) -> None:
    assert [one.topic for one in candidates(said)] == [topic]
