"""What happened stands beside the hours it explains, in SEL's words, and no longer than they."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.affect.appraisal.appraiser import Appraiser
from sel.affect.appraisal.reasons import GENERIC, IMPLIED, generic
from sel.affect.history.happened import LONGEST, MOST, Happening, Happenings
from sel.affect.history.port import Keeper, RamTiles
from sel.affect.history.tile import Document
from sel.affect.hormones import NAMES
from sel.errors import StoreError
from sel.paths import assets

START = 1_790_000_400.0  # at the beginning of an hour, after which there are more
HOUR = 3600.0
FLAT = (0.2,) * len(NAMES)

ROWS = st.lists(
    st.tuples(st.floats(0, 40 * HOUR), st.sampled_from(["thanks", "hope", "worry"])), max_size=40
)


def filled(rows: Sequence[tuple[float, str]]) -> Happenings:
    made = Happenings()
    for at, reason in rows:
        made.add(START + at, reason)
    return made


def test_the_same_within_five_minutes_counts_once() -> None:
    made = filled([(0, "thanks"), (20, "thanks"), (30, "hope"), (400, "thanks")])
    assert made.within(0, math.inf) == [
        Happening(START, "thanks"),
        Happening(START + 30, "hope"),
        Happening(START + 400, "thanks"),
    ]
    assert made.within(START + 10, START + 100) == [Happening(START + 30, "hope")]


def test_an_hour_holds_so_many_and_a_reason_is_short() -> None:
    made = filled([(n, f"{n} " + "long " * 40) for n in range(3 * MOST)])
    assert len(made) == MOST
    assert max(len(one.reason) for one in made.within(0, math.inf)) == LONGEST


@given(ROWS)
def test_it_is_the_same_after_a_while_on_disk(rows: list[tuple[float, str]]) -> None:
    made = filled(rows)
    saved = json.loads(json.dumps(made.documents()))
    again, broken = Happenings.of(saved)
    assert broken == 0
    assert again.documents() == made.documents()


@given(ROWS, ROWS)
def test_joined_they_are_all_there_in_order(
    one: list[tuple[float, str]], other: list[tuple[float, str]]
) -> None:
    made = filled(one)
    before = made.copy()
    made.join(filled(other))
    found = made.within(0, math.inf)
    assert found == sorted(found, key=lambda happening: happening.at)
    assert {row.reason for row in found} == {reason for _, reason in (*one, *other)}
    assert before.documents() == filled(one).documents()


@pytest.mark.parametrize(
    "document",
    [
        {"key": "felt/x", "felt": []},
        {"key": "felt/1", "felt": 7},
        {"key": "felt/1", "felt": [["then", "thanks"]]},
        {"key": "felt/1", "felt": [[1, 2]]},
        {"key": "felt/1", "felt": [[1]]},
        {"key": "felt/1", "felt": [[-5, "thanks"]]},
        {"key": "felt/1"},
    ],
)
def test_what_is_no_happening_is_counted_and_left_out(document: Document) -> None:
    made, broken = Happenings.of([document, *filled([(0, "hope")]).documents()])
    assert (len(made), broken) == (1, 1)


@pytest.mark.parametrize("at", [math.nan, math.inf, -1.0])
def test_a_time_on_no_calendar_is_refused(at: float) -> None:
    with pytest.raises(ValueError, match="moment"):
        Happenings().add(at, "thanks")


# ---------------------------------------------------------------- beside the tiles


def test_it_is_written_with_the_tiles_and_goes_with_its_hour() -> None:
    store = RamTiles()
    keeper = Keeper(store, "UTC")
    keeper.add("desk", START, FLAT)
    keeper.happened("desk", START, "thanks")
    keeper.flush()
    again = Keeper(store, "UTC")
    assert again.happenings("desk").within(0, math.inf) == [Happening(START, "thanks")]
    for n in range(14):
        again.add("desk", START + 91 * 86_400 + n * 300, FLAT)
    again.flush()
    assert len(again.happenings("desk")) == 0
    assert not [row for row in store.load("desk") if "felt" in row]


def test_without_an_hour_it_stands_nowhere() -> None:
    keeper = Keeper(RamTiles(), "UTC")
    keeper.happened("desk", START, "thanks")
    assert len(keeper.happenings("desk")) == 0


class Refusing(RamTiles):
    """A disk that is full at times."""

    full = False

    def change(self, channel: str, put: Sequence[Document], drop: Sequence[str]) -> None:
        if self.full:
            raise StoreError("The disk is full.")
        super().change(channel, put, drop)


def test_what_a_store_refuses_is_written_with_the_next() -> None:
    store = Refusing()
    keeper, whole = Keeper(store, "UTC"), Keeper(RamTiles(), "UTC")
    for n in range(40):
        store.full = 5 < n < 30
        try:
            keeper.add("desk", START + n * 100, FLAT)
        except StoreError:
            assert store.full
        whole.add("desk", START + n * 100, FLAT)
    keeper.flush()
    found = sorted(store.load("desk"), key=lambda row: str(row["key"]))
    wanted = whole.history("desk").documents()
    assert found == sorted(wanted, key=lambda row: str(row["key"]))


def test_what_a_wrong_clock_left_goes_from_the_store_too_and_may_come_again() -> None:
    store = RamTiles()
    keeper = Keeper(store, "UTC")
    for at in (START, START + 900, START + 86_400.0 * 400):
        keeper.add("desk", at, FLAT)
        keeper.happened("desk", at, "thanks")
    assert keeper.right("desk", START + 600) == 5
    keeper.flush()
    assert sorted(row["key"] for row in store.load("desk") if "felt" in row) == [
        f"felt/{int(START // 3600)}"
    ]
    keeper.add("desk", START + 900, FLAT)
    keeper.flush()
    assert f"0/{int((START + 900) // 300)}" in {row["key"] for row in store.load("desk")}


# ---------------------------------------------------------------- in SEL's own words


@pytest.fixture(scope="module")
def appraiser() -> Appraiser:
    return Appraiser.from_file(assets() / "appraisal" / "weights.json")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("thank you so much", "thanks"),
        ("I love you, you are wonderful", "fondness"),
        ("this is horrible and I hate it", "hard words"),
        ("it works!! finally", "it works"),
    ],
)
def test_reasons_that_are_kept_quote_nobody(appraiser: Appraiser, text: str, reason: str) -> None:
    found = appraiser.appraise(text)
    told = generic(found.reasons, found.emotions, found.valence)
    assert reason in told
    assert set(told) <= GENERIC
    assert not any('"' in one for one in told)


@given(st.lists(st.text()), st.dictionaries(st.text(), st.floats(0, 1)), st.floats(-1, 1))
def test_whatever_is_given_only_general_reasons_are_kept(
    given_: list[str], emotions: dict[str, float], valence: float
) -> None:
    told = generic(given_, emotions, valence)
    assert set(told) <= GENERIC
    assert bool(told) == bool(given_)
    assert len(set(told)) == len(told)


def test_the_general_reasons_hold_those_of_every_emotion() -> None:
    assert set(IMPLIED.values()) < GENERIC
