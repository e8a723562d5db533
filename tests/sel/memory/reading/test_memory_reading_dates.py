"""Which days people mean. It is Tuesday 24 November 2026, 15:00 in Lisbon."""

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.memory.reading.dates import named_in, period_in

ZONE = "Europe/Lisbon"
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=ZoneInfo(ZONE)).timestamp()


def at(local: str) -> float:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(ZONE)).timestamp()


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("what did we talk about yesterday", "2026-11-23 00:00", "2026-11-24 00:00"),
        ("what did I say today?", "2026-11-24 00:00", "2026-11-25 00:00"),
        ("the day before yesterday", "2026-11-22 00:00", "2026-11-23 00:00"),
        ("last week", "2026-11-16 00:00", "2026-11-23 00:00"),
        ("this week", "2026-11-23 00:00", "2026-11-30 00:00"),
        ("last month", "2026-10-01 00:00", "2026-11-01 00:00"),
        ("this month", "2026-11-01 00:00", "2026-12-01 00:00"),
        ("last year", "2025-01-01 00:00", "2026-01-01 00:00"),
        ("the week before last", "2026-11-09 00:00", "2026-11-16 00:00"),
        ("three days ago", "2026-11-21 00:00", "2026-11-22 00:00"),
        ("2 weeks ago", "2026-11-09 00:00", "2026-11-16 00:00"),
        ("a few days ago", "2026-11-19 00:00", "2026-11-24 00:00"),
        ("a month ago", "2026-10-01 00:00", "2026-11-01 00:00"),
        ("a year ago", "2025-01-01 00:00", "2026-01-01 00:00"),
        ("in the last three days", "2026-11-21 00:00", "2026-11-25 00:00"),
        ("over the past few weeks", "2026-11-03 00:00", "2026-11-25 00:00"),
        ("on Tuesday", "2026-11-17 00:00", "2026-11-18 00:00"),
        ("on Monday", "2026-11-23 00:00", "2026-11-24 00:00"),
        ("last Tuesday", "2026-11-17 00:00", "2026-11-18 00:00"),
        ("last friday", "2026-11-20 00:00", "2026-11-21 00:00"),
        ("Friday of last week", "2026-11-20 00:00", "2026-11-21 00:00"),
        ("in May", "2026-05-01 00:00", "2026-06-01 00:00"),
        ("last May", "2026-05-01 00:00", "2026-06-01 00:00"),
        ("in may 2024", "2024-05-01 00:00", "2024-06-01 00:00"),
        ("in November", "2026-11-01 00:00", "2026-12-01 00:00"),
        ("last november", "2025-11-01 00:00", "2025-12-01 00:00"),
        ("in December", "2025-12-01 00:00", "2026-01-01 00:00"),
        ("on 3 May", "2026-05-03 00:00", "2026-05-04 00:00"),
        ("May 3rd", "2026-05-03 00:00", "2026-05-04 00:00"),
        ("on the 3rd of May 2025", "2025-05-03 00:00", "2025-05-04 00:00"),
        ("2026-05-03", "2026-05-03 00:00", "2026-05-04 00:00"),
        ("03/05/2026", "2026-05-03 00:00", "2026-05-04 00:00"),
        ("5/23/2026", "2026-05-23 00:00", "2026-05-24 00:00"),
        ("this morning", "2026-11-24 05:00", "2026-11-24 12:00"),
        ("yesterday evening", "2026-11-23 17:00", "2026-11-24 00:00"),
        ("last night", "2026-11-23 18:00", "2026-11-24 06:00"),
        ("tonight", "2026-11-24 18:00", "2026-11-25 06:00"),
        ("on monday night", "2026-11-23 18:00", "2026-11-24 06:00"),
        ("last weekend", "2026-11-21 00:00", "2026-11-23 00:00"),
        ("last summer", "2026-06-01 00:00", "2026-09-01 00:00"),
        ("in the spring", "2026-03-01 00:00", "2026-06-01 00:00"),
        ("in 2019", "2019-01-01 00:00", "2020-01-01 00:00"),
        ("an hour ago", "2026-11-24 13:30", "2026-11-24 14:30"),
        ("in the last hour", "2026-11-24 14:00", "2026-11-24 15:00"),
        ("30 days ago", "2026-10-25 00:00", "2026-10-26 00:00"),
        ("29 february", "2024-02-29 00:00", "2024-03-01 00:00"),
        ("march 3 2024", "2024-03-03 00:00", "2024-03-04 00:00"),
        ("on 29 February 2024", "2024-02-29 00:00", "2024-03-01 00:00"),
        ("Tell me about thursday", "2026-11-19 00:00", "2026-11-20 00:00"),
    ],
)
def test_periods(said: str, start: str, end: str) -> None:
    assert period_in(said, NOW, ZONE) == (at(start), at(end))


@pytest.mark.parametrize(
    "said",
    [
        "may I ask you something",
        "I may go",
        "march up the hill",
        "I sat on a chair",
        "he fell last",
        "the sun is out",
        "we need 2000 words",
        "what a day",
        "version 1.2.3",
        "it may be 3 of them",
        "as of now",
        "in the sun",
        "the fall of Rome",
        "on 31 February",
        "",
        "31/12/9999",
        "1/1/1500",
    ],
)
def test_no_periods(said: str) -> None:
    assert period_in(said, NOW, ZONE) is None


def test_days_are_local() -> None:
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC).timestamp()
    lisbon, tokyo = (period_in("today", late, zone) for zone in (ZONE, "Asia/Tokyo"))
    assert lisbon is not None
    assert tokyo is not None
    assert lisbon[0] - tokyo[0] == 8 * 3600  # it is the second of July in both


def test_a_day_may_have_25_hours() -> None:
    after = datetime(2026, 10, 26, 12, 0, tzinfo=ZoneInfo(ZONE)).timestamp()
    found = period_in("yesterday", after, ZONE)
    assert found is not None
    assert found[1] - found[0] == 25 * 3600


@pytest.mark.parametrize("machine", ["Asia/Tokyo", "America/New_York", "Europe/Lisbon"])
def test_no_zone_is_the_machines(machine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", machine)
    time.tzset()
    try:
        for said in ("yesterday", "last month", "this morning", "in May 2019", "31/12/2099"):
            assert period_in(said, NOW, "") == period_in(said, NOW, machine)
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("said", "words", "rest"),
    [
        ("What did we talk about  Yesterday?", "yesterday", "what did we talk about ?"),
        ("what happened in May 2019", "in may 2019", "what happened"),
        ("on Friday I have choir", "on friday", "i have choir"),
        ("this morning", "this morning", ""),
    ],
)
def test_the_words_that_name_it(said: str, words: str, rest: str) -> None:
    named = named_in(said, NOW, ZONE)
    assert named is not None
    assert (named.words, named.rest) == (words, rest)
    assert named.span == period_in(said, NOW, ZONE)


@pytest.mark.parametrize("zone", ["Nowhere/Atall", "../etc/passwd", "UTC"])
def test_unknown_zones_are_utc(zone: str) -> None:
    noon = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
    found = period_in("yesterday", noon.timestamp(), zone)
    midnight = noon.replace(hour=0).timestamp()
    assert found == (midnight - 86400, midnight)


@settings(deadline=None)
@given(
    st.integers(946_684_800, 4_102_444_800),
    st.sampled_from(["yesterday", "last week", "last month", "last year", "3 weeks ago", "in May"]),
    st.sampled_from([ZONE, "Asia/Kolkata", "America/New_York", "Pacific/Apia"]),
)
def test_what_was_is_not_to_come(now: int, said: str, zone: str) -> None:
    found = period_in(said, now, zone)
    assert found is not None
    assert found[0] < found[1]
    assert found[0] <= now
    assert said == "in May" or found[1] <= now


@settings(deadline=None)
@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_written_days(day: object) -> None:
    found = period_in(f"what did I say on {day}?", NOW, "UTC")
    assert found is not None
    assert datetime.fromtimestamp(found[0], UTC).date() == day
    assert timedelta(seconds=found[1] - found[0]) == timedelta(days=1)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    found = period_in(text, NOW, ZONE)
    assert found is None or found[0] < found[1]


@settings(deadline=None)
@given(st.integers(0, 999), st.sampled_from(["day", "week", "month", "year", "hour"]))
def test_any_number_is_read(count: int, unit: str) -> None:
    found = period_in(f"{count} {unit}s ago", NOW, ZONE)
    assert found is None or found[0] < found[1]
