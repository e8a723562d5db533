"""When a person means: "in 20 minutes", "tomorrow at 9", "on friday at 5pm". Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MORNING = time(9)
"""The time of a day that was named without one."""
FURTHEST = 3660
"""Days ahead that are taken."""

_UNITS = {"second": 1, "sec": 1, "minute": 60, "min": 60, "hour": 3600, "day": 0, "week": 0}
_COUNT = r"(?P<count>\d{1,5}(?:\.\d)?|an?|one|two|three|four|five|ten|half an?|a couple of)"
_SPAN = re.compile(rf"in {_COUNT} (?P<unit>second|sec|minute|min|hour|day|week)s?", re.I)
_COUNTS = {
    "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0,
    "ten": 10.0, "half a": 0.5, "half an": 0.5, "a couple of": 2.0,
}  # fmt: skip
_CLOCK = r"(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>am|pm|a\.m\.|p\.m\.|o'clock)?)"
_NAMED = r"(?P<named>noon|midday|midnight)"
_DAY = (
    rf"(?P<day>today|tonight|tomorrow|this (?:morning|afternoon|evening)"
    rf"|(?:on |next |this )?(?:{'|'.join(WEEKDAYS)}))(?P<part> morning| afternoon| evening| night)?"
)
_AT = rf"at (?:{_CLOCK}|{_NAMED})"
_FORMS = tuple(re.compile(form, re.I) for form in (rf"{_DAY}(?:,? {_AT})?", rf"{_AT}(?: {_DAY})?"))
_DATE = re.compile(rf"on (?P<date>\d{{4}}-\d{{2}}-\d{{2}})(?: {_AT})?", re.I)
_PARTS = {"morning": 9, "afternoon": 15, "evening": 19, "night": 21, "tonight": 20}

PATTERN = (
    rf"in (?:\d{{1,5}}(?:\.\d)?|an?|one|two|three|four|five|ten|half an?|a couple of) "
    rf"(?:second|sec|minute|min|hour|day|week)s?"
    rf"|on \d{{4}}-\d\d-\d\d(?: at \S+(?: [ap]\.?m\.?)?)?"
    rf"|(?:today|tonight|tomorrow|this (?:morning|afternoon|evening)"
    rf"|(?:on |next |this )?(?:{'|'.join(WEEKDAYS)}))(?: morning| afternoon| evening| night)?"
    rf"(?:,? at (?:\d{{1,2}}(?:[:.]\d\d)?(?: ?[ap]\.?m\.?| ?o'clock)?|noon|midday|midnight))?"
    rf"|at (?:\d{{1,2}}(?:[:.]\d\d)?(?: ?[ap]\.?m\.?| ?o'clock)?|noon|midday|midnight)"
    rf"(?: (?:today|tonight|tomorrow|(?:on |next )?(?:{'|'.join(WEEKDAYS)})))?"
)
"""What may be read by `moment`, for finding it inside a sentence."""


def moment(words: str, now: float, zone: str) -> float | None:
    """The Unix second that is meant, always after `now`; None for words that name none."""
    words = " ".join(words.split())
    here = datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(zone) if zone else None)
    if found := _SPAN.fullmatch(words):
        return _ahead(found, now, here, zone)
    if found := _DATE.fullmatch(words):
        return _dated(found, here, zone)
    for form in _FORMS:
        if found := form.fullmatch(words):
            return _named_day(found, here, zone)
    return None


def _ahead(found: re.Match[str], now: float, here: datetime, zone: str) -> float | None:
    text, unit = found["count"].lower(), found["unit"].lower()
    count = _COUNTS.get(text) or float(text)
    seconds = _UNITS[unit]
    if count <= 0:
        return None
    if seconds:
        return now + count * seconds
    days = count * (7 if unit == "week" else 1)
    if days > FURTHEST:
        return None
    if days != int(days):
        return now + days * 86_400
    return _at(here.replace(tzinfo=None) + timedelta(days=int(days)), zone)


def _dated(found: re.Match[str], here: datetime, zone: str) -> float | None:
    try:
        day = datetime.strptime(found["date"], "%Y-%m-%d").date()  # noqa: DTZ007 - a day, no moment
    except ValueError:
        return None
    at = _time(found) if found["hour"] or found["named"] else MORNING
    if at is None or (day - here.date()).days > FURTHEST:
        return None
    meant = _at(datetime.combine(day, at), zone)
    return meant if meant > here.timestamp() else None


def _named_day(found: re.Match[str], here: datetime, zone: str) -> float | None:
    day = (found["day"] or "").lower()
    timed = bool(found["hour"] or found["named"])
    at = _time(found) if timed else _part_of(day, found["part"])
    if at is None:
        return None
    if timed and found["half"] is None and at.hour < 12 and _is_late(day, found["part"]):
        at = at.replace(hour=at.hour + 12)
    days = _days_ahead(day, here)
    meant = _at(datetime.combine(here.date() + timedelta(days=days), at), zone)
    if meant > here.timestamp():
        return meant
    if day in ("today", "tonight") or day.startswith("this "):
        return None
    step = 7 if day else 1
    return _at(datetime.combine(here.date() + timedelta(days=days + step), at), zone)


def _is_late(day: str, part: str | None) -> bool:
    return bool(re.search(r"afternoon|evening|night", f"{day} {part or ''}".lower()))


def _part_of(day: str, part: str | None) -> time | None:
    for word in f"{day} {part or ''}".lower().split():
        if word in _PARTS:
            return time(_PARTS[word])
    return None if day == "today" else MORNING


def _days_ahead(day: str, here: datetime) -> int:
    if day == "tomorrow":
        return 1
    name = day.rpartition(" ")[2]
    if name in WEEKDAYS:
        return (WEEKDAYS.index(name) - here.weekday()) % 7 or (7 if day.startswith("next") else 0)
    return 0


def _time(found: re.Match[str]) -> time | None:
    if found["named"]:
        return time(0 if found["named"].lower() == "midnight" else 12)
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = (found["half"] or "").lower().replace(".", "")
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _at(local: datetime, zone: str) -> float:
    """A wall clock's moment; one that the clocks jump over is taken by the offset before."""
    return (local.replace(tzinfo=ZoneInfo(zone)) if zone else local.astimezone()).timestamp()
