"""What time it is, what day it is: here or in a place whose time zone is known."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from sel.agents.told import Context, Refusal
from sel.agents.words import Match

DESCRIPTION = "the time and the date, here or elsewhere"
ARGUMENTS = {
    "type": "object",
    "properties": {
        "place": {"type": "string", "maxLength": 60, "default": "", "description": "a city"},
        "what": {"type": "string", "enum": ["time", "date"], "default": "time"},
        "days": {"type": "integer", "minimum": -1, "maximum": 1, "default": 0},
    },
}
KIND = "live"

_PLACES = {
    "mumbai": "Asia/Kolkata",
    "delhi": "Asia/Kolkata",
    "new delhi": "Asia/Kolkata",
    "bangalore": "Asia/Kolkata",
    "beijing": "Asia/Shanghai",
    "osaka": "Asia/Tokyo",
    "japan": "Asia/Tokyo",
    "san francisco": "America/Los_Angeles",
    "seattle": "America/Los_Angeles",
    "california": "America/Los_Angeles",
    "boston": "America/New_York",
    "washington": "America/New_York",
    "miami": "America/New_York",
    "montreal": "America/Toronto",
    "munich": "Europe/Berlin",
    "hamburg": "Europe/Berlin",
    "germany": "Europe/Berlin",
    "geneva": "Europe/Zurich",
    "basel": "Europe/Zurich",
    "switzerland": "Europe/Zurich",
    "milan": "Europe/Rome",
    "italy": "Europe/Rome",
    "barcelona": "Europe/Madrid",
    "france": "Europe/Paris",
    "edinburgh": "Europe/London",
    "manchester": "Europe/London",
    "england": "Europe/London",
    "utc": "UTC",
    "gmt": "UTC",
}
"""Places people name that are no time zone's own city."""

_PLACE = r"(?P<place>[^\W\d_][\w .'-]{1,40}?)"
_TIME = re.compile(
    rf"(?:what(?:'s| is|s)? (?:the )?(?:current |local |exact )?time(?: is it| it is)?"
    rf"|what time(?: is it| it is| do we have)|(?:the )?(?:current|local) time|time|the time"
    rf"|how late is it)"
    rf"(?: (?:right now|now|here|currently|at the moment))?(?: (?:in|over in) {_PLACE})?"
    rf"(?: (?:right now|now|at the moment|currently))?",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:what(?:'s| is|s)? (?:the )?(?:current |today's )?(?:date|day of the week)(?: today)?"
    r"|what(?:'s| is|s)? (?:today's date|the date today)"
    r"|(?:what|which) (?:day|date)(?: of the week)? (?:is (?:it|today)|it is|today is)"
    r"(?: today)?|today's date|the date)",
    re.IGNORECASE,
)
_OTHER_DAY = re.compile(
    r"(?:what|which) (?:day|date)(?: of the week)? (?:is|was|will it be|will be|was it) "
    r"(?P<day>tomorrow|yesterday)",
    re.IGNORECASE,
)
_DAYS = {"tomorrow": 1, "yesterday": -1}


def match(text: str) -> Match | None:
    """A bare sentence that asks for the time or the date."""
    if found := _TIME.fullmatch(text):
        place = found["place"] or ""
        if place and _zone(place) is None:
            return None
        return Match({"place": place}, 0.95, "asks what time it is")
    if _DATE.fullmatch(text):
        return Match({"what": "date"}, 0.95, "asks what day it is")
    if found := _OTHER_DAY.fullmatch(text):
        days = _DAYS[found["day"].lower()]
        return Match({"what": "date", "days": days}, 0.95, "asks what day it is")
    return None


def run(arguments: dict[str, str | int], context: Context) -> str:
    """The time or the date in a sentence."""
    place = str(arguments["place"]).strip()
    name = _zone(place) if place else context.zone
    if name is None:
        raise Refusal("I know no time zone of that name. A city such as Tokyo would do.")
    then = datetime.fromtimestamp(context.now, UTC).astimezone(_info(name))
    day = f"{then:%A}, {then.day} {then:%B} {then.year}"
    if arguments["what"] == "date":
        return _date(then, int(arguments["days"]))
    if place:
        return f"In {place.title()} it is {then:%H:%M} on {day}."
    return f"It is {then:%H:%M} on {day}."


def _date(now: datetime, days: int) -> str:
    then = now + timedelta(days=days)
    words = {0: "Today is", 1: "Tomorrow is", -1: "Yesterday was"}[days]
    return f"{words} {then:%A}, {then.day} {then:%B} {then.year}."


def _info(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _zone(place: str) -> str | None:
    """The zone's name for a city, a country or a zone's own name."""
    key = " ".join(place.lower().split()).removeprefix("the ")
    return _PLACES.get(key) or _cities().get(key)


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    return {
        spoken: zone
        for zone in sorted(available_timezones())
        if "/" in zone and not zone.startswith("Etc/")
        for spoken in (zone.lower(), zone.rpartition("/")[2].replace("_", " ").lower())
    }
