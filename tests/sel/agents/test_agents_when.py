"""When is meant: spans, days, clocks, and the days on which clocks jump."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from agents_stage import NOW, ZONE
from hypothesis import given
from hypothesis import strategies as st

from sel.agents.when import moment

HOUR = 3600.0


def at(words: str, now: float = NOW) -> str:
    """The moment as the wall clock in Zurich shows it; "" for none."""
    meant = moment(words, now, ZONE)
    return "" if meant is None else f"{datetime.fromtimestamp(meant, ZoneInfo(ZONE)):%a %d %H:%M}"


def zurich(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE)).timestamp()


def test_the_stage_is_set() -> None:
    assert f"{datetime.fromtimestamp(NOW, ZoneInfo(ZONE)):%a %d %H:%M:%S}" == "Mon 21 16:13:20"


@pytest.mark.parametrize(
    ("words", "clock"),
    [
        ("in 20 minutes", "Mon 21 16:33"),
        ("in an hour", "Mon 21 17:13"),
        ("in half an hour", "Mon 21 16:43"),
        ("in 1.5 hours", "Mon 21 17:43"),
        ("in 2 days", "Wed 23 16:13"),
        ("in a week", "Mon 28 16:13"),
        ("at 5pm", "Mon 21 17:00"),
        ("at 17:30", "Mon 21 17:30"),
        ("at 9", "Tue 22 09:00"),
        ("at 9 tomorrow", "Tue 22 09:00"),
        ("at 12 am", "Tue 22 00:00"),
        ("at 12 pm", "Tue 22 12:00"),
        ("at noon", "Tue 22 12:00"),
        ("at midnight", "Tue 22 00:00"),
        ("tomorrow", "Tue 22 09:00"),
        ("tomorrow evening", "Tue 22 19:00"),
        ("tomorrow evening at 8", "Tue 22 20:00"),
        ("tomorrow at 7.45", "Tue 22 07:45"),
        ("tonight", "Mon 21 20:00"),
        ("tonight at 9", "Mon 21 21:00"),
        ("this evening", "Mon 21 19:00"),
        ("today at 18:00", "Mon 21 18:00"),
        ("on friday", "Fri 25 09:00"),
        ("friday at 3pm", "Fri 25 15:00"),
        ("next monday", "Mon 28 09:00"),
        ("on monday", "Mon 28 09:00"),
        ("on monday at 20:00", "Mon 21 20:00"),
        ("on 2026-12-24", "Thu 24 09:00"),
        ("on 2026-12-24 at 6 pm", "Thu 24 18:00"),
    ],
)
def test_a_moment(words: str, clock: str) -> None:
    assert at(words) == clock
    assert at(words.upper()) == clock


@pytest.mark.parametrize(
    "words",
    [
        "",
        "soon",
        "today",
        "today at 9",
        "this morning",
        "at 25:00",
        "at 13 pm",
        "at 9:75",
        "in 0 minutes",
        "in 99999 weeks",
        "on 2020-01-01",
        "on 2026-13-40",
        "on 9999-12-31",
        "yesterday",
    ],
)
def test_what_names_no_moment_to_come(words: str) -> None:
    assert at(words) == ""


def test_the_night_of_25_hours() -> None:
    now = zurich("2026-10-24T22:00")
    assert moment("tomorrow at 9", now, ZONE) == now + 12 * HOUR
    assert moment("in 12 hours", now, ZONE) == now + 12 * HOUR
    assert at("in 1 day", now) == "Sun 25 22:00"
    assert moment("in 1 day", now, ZONE) == now + 25 * HOUR


def test_an_hour_that_is_left_out_comes_an_hour_later() -> None:
    now = zurich("2026-03-28T22:00")
    assert at("at 2:30", now) == "Sun 29 03:30"
    assert moment("in 1 day", now, ZONE) == now + 23 * HOUR


@given(
    st.sampled_from(["at 9", "tomorrow", "on friday", "tonight at 8", "in 3 hours", "at midnight"]),
    st.floats(0, 4e9),
    st.sampled_from(["Europe/Zurich", "America/New_York", "Asia/Kolkata", "UTC"]),
)
def test_it_always_lies_ahead(words: str, now: float, zone: str) -> None:
    meant = moment(words, now, zone)
    assert meant is None or now < meant < now + 9 * 86_400
