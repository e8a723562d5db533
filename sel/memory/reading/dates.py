"""The stretch of time a person names: "yesterday", "last month", "in May"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sel.memory.reading.words.lists import in_order

_MONTHS = in_order(
    "january february march april may june july august september october november december"
)
_SHORT = {name[:3]: number for number, name in enumerate(_MONTHS, 1)} | {"sept": 9}
_MONTH_OF = {name: number for number, name in enumerate(_MONTHS, 1)} | _SHORT
_DAYS = in_order("monday tuesday wednesday thursday friday saturday sunday")
_DAY_OF = {name: number for number, name in enumerate(_DAYS)}
_DAY_OF |= {name[:3]: number for name, number in _DAY_OF.items()} | {"tues": 1, "thurs": 3}
_COUNTED = in_order("zero one two three four five six seven eight nine ten eleven twelve")
_NUMBERS = {word: number for number, word in enumerate(_COUNTED)}
_NUMBERS |= {"a": 1, "an": 1, "a couple of": 2, "a few": 3, "several": 4}
_FEW = 2
"""Days (weeks, …) on either side of "a few … ago", which is no exact number."""

_MONTH = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
_COUNT = (
    r"\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|an?|"
    r"a couple of|a few|several"
)
_ORDINAL = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,? (?P<year>(?:19|20)\d\d))?"
_BEFORE_MONTH = r"(?:in|since|during|last|this|early in|late in|of|from|back in|mid|early|late)"

Days = tuple[date, date]
"""First day and the first day after."""


@dataclass(frozen=True, slots=True)
class Named:
    """A period that a text names: from `start` to `end`, excluded, in Unix seconds.

    `words` are those that name it, in lower case; `rest` is the text without them.
    """

    start: float
    end: float
    words: str
    rest: str

    @property
    def span(self) -> tuple[float, float]:
        """From, to."""
        return self.start, self.end


def period_in(text: str, now: float, zone: str) -> tuple[float, float] | None:
    """The past period `text` names as (start, end), end excluded, in Unix seconds.

    `now` is Unix seconds, `zone` an IANA name ("Europe/Lisbon"), "" for the machine's own; days are
    local days there, and an unknown zone counts as UTC. None where no period is named.
    """
    named = named_in(text, now, zone)
    return None if named is None else named.span


def named_in(text: str, now: float, zone: str) -> Named | None:
    """`period_in`, with the words that name it."""
    if not _HINT.search(text):
        return None
    where = _zone(zone)
    here = datetime.fromtimestamp(now, where)
    plain = " ".join(text.lower().replace("’", "'").split())
    for pattern, read in _HOURS:
        if found := pattern.search(plain):
            return _named(found, *read(found, here))
    for one, days_of in _PERIODS:
        found = one.search(plain)
        days = days_of(found, here.date()) if found else None
        if found and days:
            return _named(found, _at(days[0], 0, where), _at(days[1], 0, where))
    return None


def _named(found: re.Match[str], start: float, end: float) -> Named:
    rest = f"{found.string[: found.start()]} {found.string[found.end() :]}"
    return Named(start, end, found.group().strip(), " ".join(rest.split()))


def _zone(name: str) -> tzinfo | None:
    """The zone; None, which Python takes for the machine's own, for ""."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def _at(day: date, hour: int, zone: tzinfo | None) -> float:
    """Local midnight (or an hour) of a day; 24 is the next midnight."""
    moment = datetime.combine(day + timedelta(days=hour // 24), time(hour % 24), zone)
    return moment.timestamp()


_PARTS = {"morning": (5, 12), "afternoon": (12, 18), "evening": (17, 24), "night": (18, 30)}


def _part_of_day(found: re.Match[str], here: datetime) -> tuple[float, float]:
    """ "this morning", "yesterday evening", "on Monday night", "last night", "tonight"."""
    day, part = found["day"] or "", found["part"] or "night"
    back = 1 if day in {"yesterday", "last"} else 0
    if day in _DAY_OF:
        back = (here.weekday() - _DAY_OF[day]) % 7
    at = here.date() - timedelta(days=back)
    first, last = _PARTS[part]
    return _at(at, first, here.tzinfo), _at(at, last, here.tzinfo)


def _hours_ago(found: re.Match[str], here: datetime) -> tuple[float, float]:
    """Half as much on either side: nobody counts hours exactly."""
    count = max(_count(found["n"] or "a"), 1)
    unit = 60.0 if found["unit"].startswith("min") else 3600.0
    end = here.timestamp()
    return end - 1.5 * count * unit, end - 0.5 * count * unit


def _last_hours(found: re.Match[str], here: datetime) -> tuple[float, float]:
    count = max(_count(found["n"] or "a"), 1)
    unit = 60.0 if found["unit"].startswith("min") else 3600.0
    return here.timestamp() - count * unit, here.timestamp()


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word]


def _one(day: date) -> Days:
    return day, day + timedelta(days=1)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _month(year: int, month: int) -> Days:
    """A whole month; months before January and after December belong to the years beside."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    after = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
    return date(year, month, 1), after


def _yesterday(found: re.Match[str], today: date) -> Days:
    back = 2 if "before" in found.group() else 1
    return _one(today - timedelta(days=back))


def _weekend(found: re.Match[str], today: date) -> Days:
    saturday = _monday(today) + timedelta(days=5)
    if "last" in found.group() or saturday > today:
        saturday -= timedelta(days=7)
    return saturday, saturday + timedelta(days=2)


def _unit(found: re.Match[str], today: date) -> Days:
    """ "last week", "this month", "the year before last"."""
    back = 0 if found["which"] == "this" else 2 if found["again"] else 1
    return _whole(found["unit"], back, today)


def _whole(unit: str, back: int, today: date) -> Days:
    if unit == "week":
        start = _monday(today) - timedelta(weeks=back)
        return start, start + timedelta(weeks=1)
    if unit == "month":
        return _month(today.year, today.month - back)
    return date(today.year - back, 1, 1), date(today.year - back + 1, 1, 1)


def _ago(found: re.Match[str], today: date) -> Days | None:
    """ "three days ago" is that day, "two weeks ago" that week, "a few days ago" some days."""
    count, unit = max(_count(found["n"]), 1), found["unit"]
    if unit != "day" and count > 150:
        return None
    slack = _FEW if found["n"] in {"a few", "several"} else 0
    if unit == "day":
        first = today - timedelta(days=count + slack)
        return first, today - timedelta(
            days=count - slack - 1 if not slack else max(count - slack, 1) - 1
        )
    later = _whole(unit, max(count - slack, 1), today)
    return _whole(unit, count + slack, today)[0], later[1]


def _last_many(found: re.Match[str], today: date) -> Days:
    """ "in the last three days", "over the past few weeks": up to now, today and all."""
    count = _count(found["n"]) if found["n"] in _NUMBERS or found["n"].isdigit() else 3
    days = {"day": 1, "week": 7, "month": 30, "year": 365}[found["unit"]]
    return today - timedelta(days=min(count * days, 36500)), today + timedelta(days=1)


def _weekday(found: re.Match[str], today: date) -> Days:
    """The last such day before today; today itself only as "this Tuesday"."""
    back = (today.weekday() - _DAY_OF[found["day"]]) % 7
    if back == 0 and not found.group().startswith("this"):
        back = 7
    if "week" in found.group():
        return _one(_monday(today) - timedelta(weeks=1) + timedelta(days=_DAY_OF[found["day"]]))
    return _one(today - timedelta(days=back))


def _dated(found: re.Match[str], today: date) -> Days | None:
    """A day of a month; without a year the last one that was."""
    month, day = _MONTH_OF[found["month"]], int(found["day"])
    years = (
        [int(found["year"])]
        if found["year"]
        else [today.year, *range(today.year - 1, today.year - 5, -1)]
    )
    for year in years:
        made = _made(year, month, day)
        if made and (found["year"] or made <= today):
            return _one(made)
    return None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _iso(found: re.Match[str], _: date) -> Days | None:
    made = _made(int(found["year"]), int(found["month"]), int(found["day"]))
    return _one(made) if made else None


def _slashed(found: re.Match[str], _: date) -> Days | None:
    """Day first, as most of the world writes; month first only where the other cannot be."""
    first, second, year = int(found["a"]), int(found["b"]), int(found["year"])
    year += 2000 if year < 100 else 0
    if not 1900 <= year < 2100:
        return None
    made = _made(year, second, first) or _made(year, first, second)
    return _one(made) if made else None


def _named_month(found: re.Match[str], today: date) -> Days:
    """The last such month that has begun; "last May" is never this month."""
    month = _MONTH_OF[found["month"]]
    if found["year"]:
        return _month(int(found["year"]), month)
    year = today.year if month <= today.month else today.year - 1
    if found["which"] == "last" and month == today.month:
        year -= 1
    return _month(year, month)


def _year(found: re.Match[str], _: date) -> Days:
    year = int(found["year"])
    return date(year, 1, 1), date(year + 1, 1, 1)


_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def _season(found: re.Match[str], today: date) -> Days:
    """Three months of the north; the last one that has begun, before this one for "last"."""
    month = _SEASONS[found["season"]]
    year = int(found["year"]) if found["year"] else today.year
    first = _month(year, month)[0]
    if not found["year"]:
        running = first <= today
        first = first if running else date(year - 1, month, 1)
        if found["which"] == "last" and today < _month(first.year, month + 2)[1]:
            first = date(first.year - 1, month, 1)
    return first, _month(first.year, month + 2)[1]


_PART = r"(?P<part>morning|afternoon|evening|night)"
_WEEKDAYS = "|".join(_DAYS)
_HOURS: tuple[
    tuple[re.Pattern[str], Callable[[re.Match[str], datetime], tuple[float, float]]], ...
] = (
    (re.compile(rf"\b(?P<day>this|yesterday|last|{_WEEKDAYS}) {_PART}\b"), _part_of_day),
    (re.compile(r"\b(?P<day>)(?P<part>)tonight\b"), _part_of_day),
    (
        re.compile(
            rf"\b(?P<n>{_COUNT}|half an) (?P<unit>hour|minute|min)s? ago\b".replace("|half an", "")
        ),
        _hours_ago,
    ),
    (
        re.compile(
            r"\b(?:in|over|during|within) the (?:last|past) (?:(?P<n>\d{1,3}|two|three|"
            r"four|five|six|few|couple of) )?(?P<unit>hour|minute|min)s?\b".replace(
                "|few|couple of", ""
            )
        ),
        _last_hours,
    ),
)
_PERIODS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Days | None]], ...] = (
    (re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b"), _iso),
    (
        re.compile(
            r"(?<![\d/.])(?P<a>\d{1,2})(?P<mark>[/.])(?P<b>\d{1,2})(?P=mark)(?P<year>\d{4}|"
            r"\d\d)(?![\d/])"
        ),
        _slashed,
    ),
    (re.compile(rf"\b{_ORDINAL} (?:of )?(?P<month>{_MONTH})\b\.?{_YEAR}"), _dated),
    (
        re.compile(rf"\b(?P<month>{_MONTH})\.? (?:the )?{_ORDINAL}\b(?!\d|:|\s?[ap]m\b|%){_YEAR}"),
        _dated,
    ),
    (re.compile(r"\b(?:the )?day before yesterday\b|\byesterday\b"), _yesterday),
    (re.compile(r"\b(?:earlier )?today\b"), lambda _, today: _one(today)),
    (re.compile(r"\b(?:last|this|past|at the|over the) weekend\b"), _weekend),
    (re.compile(rf"\b(?P<n>{_COUNT}) (?P<unit>day|week|month|year)s? ago\b"), _ago),
    (
        re.compile(
            r"\b(?:in|over|during|within|for|from) the (?:last|past) (?P<n>\d{1,3}|two|"
            r"three|four|five|six|seven|ten|few|couple of) (?P<unit>day|week|month|"
            r"year)s?\b"
        ),
        _last_many,
    ),
    (
        re.compile(
            rf"\b(?:on |last )?(?P<day>{_WEEKDAYS}) (?:of )?last week\b|\blast week(?:'s| "
            rf"on) (?P<other>{_WEEKDAYS})\b"
        ),
        lambda found, today: _weekday(found, today) if found["day"] else None,
    ),
    (
        re.compile(
            r"\b(?P<which>last|this|past|previous|the) (?P<unit>week|month|"
            r"year)(?P<again> before last)?\b(?! (?:after|of))"
        ),
        lambda found, today: (
            None if found["which"] == "the" and not found["again"] else _unit(found, today)
        ),
    ),
    (
        re.compile(
            r"\b(?P<which>last|this|in|in the|during the)? ?(?P<season>spring|summer|"
            r"autumn|fall|winter)(?: of)?(?: (?P<year>(?:19|20)\d\d))?\b"
        ),
        lambda found, today: _season(found, today) if found["which"] or found["year"] else None,
    ),
    (
        re.compile(
            rf"\b(?P<which>{_BEFORE_MONTH}|) ?\b(?P<month>{_MONTH})\b\.?(?: of)?(?: "
            rf"(?P<year>(?:19|20)\d\d))?"
        ),
        lambda found, today: (
            _named_month(found, today) if found["which"] or found["year"] else None
        ),
    ),
    (
        re.compile(
            rf"\b(?:on|last|this|since|from) "
            rf"(?P<day>{'|'.join(sorted(_DAY_OF, key=len, reverse=True))})\b"
        ),
        _weekday,
    ),
    (re.compile(rf"\b(?P<day>{_WEEKDAYS})\b(?!s)"), _weekday),
    (
        re.compile(
            r"\b(?:in|during|since|back in|from) (?P<year>(?:19|20)\d\d)\b(?! (?:people|"
            r"words|lines|euros?|steps))"
        ),
        _year,
    ),
)
_HINT = re.compile(
    rf"yesterday|today|tonight|week|month|year|ago\b|morning|afternoon|evening|"
    rf"night|\bhour|minute|\d{{4}}|\d[/.]\d|day|"
    rf"\b(?:{_MONTH}|mon|tues?|wed|thurs?|fri|sat|sun|spring|summer|autumn|fall|"
    rf"winter)\b",
    re.IGNORECASE,
)
