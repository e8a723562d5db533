"""Memory in words, tags and their colours, walking over the map: all pure."""

from __future__ import annotations

import pytest
from face_memories import PORTO, SISTER, kept
from hypothesis import given
from hypothesis import strategies as st
from test_face_theme import colour, contrast

from sel.counting import counted
from tui import remembered
from tui.commands import table
from tui.drawings.rows import fitting
from tui.scene import NOON
from tui.screens.why import told
from tui.theme import THEMES
from tui.widgets import tags
from tui.widgets.chart import LEAPS, ROLES, look_name
from tui.widgets.detail import facts
from tui.widgets.pointing import beside


@pytest.mark.parametrize(
    ("count", "things", "words"),
    [
        (1, "memories", "1 memory"),
        (3, "memories", "3 memories"),
        (1, "vectors", "1 vector"),
        (1200, "cache_entries", "1,200 cache entries"),
        (1, "cache_entries", "1 cache entry"),
        (2, "turns of this conversation", "2 turns of this conversation"),
        (1, "others", "1 other"),
    ],
)
def test_counting_in_words(count: int, things: str, words: str) -> None:
    assert counted(count, things) == words


def test_receipts_leave_out_what_did_not_go() -> None:
    assert remembered.receipt({"memories": 2, "tiles": 0, "vectors": 1}) == "2 memories, 1 vector"
    assert remembered.receipt({}) == "nothing"
    assert remembered.receipt({"memories": 0}) == "nothing"


@pytest.mark.parametrize(
    ("past", "words"),
    [
        (-5, "now"),
        (59, "now"),
        (60, "1 min"),
        (3599, "59 min"),
        (7200, "2 h"),
        (86400, "1 d"),
        (99 * 86400, "99 d"),
        (400 * 86400, "Oct 2022"),
    ],
)
def test_short_times(past: float, words: str) -> None:
    assert remembered.short_when(NOON - past, NOON) == words


def test_full_times_places_and_feelings() -> None:
    assert remembered.full_when(NOON) == "14 November 2023, 22:13"
    assert remembered.full_when(0) == "–"
    assert remembered.place("desk") == "here, at the desk"
    assert remembered.place("dm:5") == "dm:5"
    assert remembered.feeling("calm", 0.1) == "calm"
    assert remembered.feeling("calm", -0.5) == "calm, it felt bad"
    assert remembered.feeling("", 0.0) == ""


def test_every_state_of_consent_has_its_words() -> None:
    assert remembered.WORDS.keys() == remembered.STATES.keys()
    assert remembered.memory_word("given") == "memory on"
    assert remembered.memory_word("") == ""


def test_tags_are_counted_and_coloured_by_frequency() -> None:
    counted = tags.counted(kept(14))
    assert counted[0] == ("family", 2)
    assert counted[1] == ("food", 2)
    assert [count for _, count in counted] == sorted((n for _, n in counted), reverse=True)
    colours = tags.colours(counted)
    assert len(colours) == tags.COLOURED
    assert colours["family"] == 0
    assert tags.look_of(("unknown", "food"), colours) == "tag--1"
    assert tags.look_of((), colours) == "tag--other"


def test_both_themes_have_a_colour_for_each_tag() -> None:
    for theme in THEMES:
        for look in tags.TAG_LOOKS:
            name = look.replace("--", "-")
            assert contrast(colour(theme, name), colour(theme, "background")) >= 3


@pytest.mark.parametrize("role", ["", "tag:0", "tag:99", "tag:other", "halo:warm", "odd", *ROLES])
def test_every_role_of_a_drawing_has_a_look(role: str) -> None:
    name = look_name(role)
    assert name in {"", *tags.TAG_LOOKS, *(f"chart--{role}" for role in ROLES)}
    assert bool(name) == (role not in ("", "odd"))


PLACES = {"w": (0.1, 0.5), "e": (0.9, 0.5), "n": (0.5, 0.1), "s": (0.5, 0.9), "m": (0.5, 0.5)}


def test_walking_goes_where_the_key_points() -> None:
    assert beside(PLACES, "m", 1, 0, 0) == "e"
    assert beside(PLACES, "m", -1, 0, 0) == "w"
    assert beside(PLACES, "m", 0, -1, 0) == "n"
    assert beside(PLACES, "m", 0, 1, 0) == "s"
    assert beside(PLACES, "e", 1, 0, 0) == ""
    assert beside(PLACES, "nobody", 1, 0, 0) == "e"
    assert beside({}, "", 1, 0, 0) == ""


def test_far_out_steps_are_longer_where_they_can_be() -> None:
    places = {"a": (0.1, 0.5), "b": (0.12, 0.5), "c": (0.5, 0.5)}
    assert beside(places, "a", 1, 0, 0.0) == "b"
    assert beside(places, "a", 1, 0, LEAPS[3]) == "c"
    assert beside({"a": (0.1, 0.5), "b": (0.12, 0.5)}, "a", 1, 0, LEAPS[3]) == "b"


unit = st.floats(0, 1)


@given(st.dictionaries(st.text(max_size=3), st.tuples(unit, unit)), st.sampled_from([-1, 1]))
def test_walking_never_stands_still_or_goes_back(
    places: dict[str, tuple[float, float]], dx: int
) -> None:
    for start in places:
        there = beside(places, start, dx, 0, 0.0)
        assert not there or (places[there][0] - places[start][0]) * dx > 0


@given(st.text(max_size=60), st.integers(1, 40))
def test_a_row_is_never_wider_than_its_room(text: str, room: int) -> None:
    from rich.cells import cell_len

    assert cell_len(fitting(text, room)) == room


def test_the_facts_of_a_memory() -> None:
    said = facts(SISTER).plain
    assert "“by the way, I have a sister, Ana, she lives in Bilbao”" in said
    assert "when        14 November 2023, 20:13" in said
    assert "kind        person, stays until you forget it" in said
    assert "said        3 times" in said
    history = facts(PORTO).plain
    assert "“I moved to Porto”" not in history  # the same as its text
    assert "before      “I live in Lisbon”" in history


def test_why_in_words() -> None:
    assert "Nothing was recalled" in told((), lexical=False).plain
    assert "by meaning and words" in told((SISTER,), lexical=False).plain


def test_completion_of_the_memory_commands() -> None:
    assert [choice.label for choice in table.choices("/consent ")] == ["on", "off", "status"]
    assert [choice.text for choice in table.choices("/consent o")] == [
        "/consent on",
        "/consent off",
    ]
    assert table.choices("/consent on x") == []
    assert [choice.label for choice in table.choices("/forget al")] == ["all"]
    assert table.choices("/forget ") == []
    assert table.choices("/forget a") == []
    assert table.choices("/forget the job") == []
    wanted = {"memories", "why", "undo", "forget", "consent", "memsvg"}
    assert wanted <= {row.name for row in table.TABLE}
