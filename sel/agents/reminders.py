"""Notes and reminders: what is said of them, and what is due. Pure but for the port.

They lie where the port puts them and nowhere else. A row is plain JSON: `id` (from 1), `text`, `at`
and `due` (Unix seconds; no `due` for a note), `told` once the person has heard of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sel.agents.told import Context, Refusal
from sel.agents.types import Json, NotesPort
from sel.agents.when import PATTERN, moment
from sel.agents.words import Match

DESCRIPTION = "notes and reminders: remind me to … at 5pm, note: …, my notes"
ARGUMENTS = {
    "type": "object",
    "properties": {
        "action": {"type": "string", "enum": ["", "add", "list", "drop"], "default": ""},
        "text": {"type": "string", "maxLength": 500, "default": ""},
        "when": {"type": "string", "maxLength": 60, "default": "", "description": "tomorrow at 9"},
        "id": {"type": "integer", "minimum": 1, "maximum": 100_000, "default": 1},
    },
    "required": [],
}
MOST = 200
"""Rows a person may have."""
LATE = 120.0
"""Seconds after which a reminder is told with the time it was meant for."""

Row = dict[str, Json]

_LINK = r"(?:to|that|about|of)"
_REMIND = (
    re.compile(rf"remind me (?P<when>{PATTERN}),? {_LINK} (?P<text>.+)", re.I | re.S),
    re.compile(rf"remind me {_LINK} (?P<text>.+?),? (?P<when>{PATTERN})", re.I | re.S),
    re.compile(
        rf"set (?:me )?(?:a|an) (?P<text>(?:reminder|alarm|timer))(?: for)?:? "
        rf"(?P<when>{PATTERN})",
        re.I,
    ),
)
_TIMER = re.compile(
    r"set (?:me )?a timer for (?P<span>\d{1,4} (?:second|minute|hour)s?)|"
    r"set (?:me )?an alarm for (?P<clock>\d{1,2}(?:[:.]\d\d)?(?: ?[ap]m)?)",
    re.I,
)
_NOTE = re.compile(
    r"(?:(?:(?:make|take|add|write)(?: me)?(?: down)? a note|note down|note to self|note)\s*:\s*"
    r"|(?:make|add|write)(?: me)?(?: down)? a note (?:that|to|saying) |note down (?:that )?)"
    r"(?P<text>\S.*)",
    re.I | re.S,
)
_LIST = re.compile(
    r"(?:(?:what(?:'s| is| are)|show|list|read)(?: me)?(?: in| on)? )?(?:all )?(?:of )?my "
    r"(?:notes|reminders|notes and reminders)(?: for today)?"
    r"|(?:do i have any|what) (?:notes|reminders)(?: do i have)?",
    re.I,
)
_DROP = re.compile(
    r"(?:delete|drop|remove|cancel|forget) (?:the |my )?(?:note|reminder) (?:number |no\.? |#)?"
    r"(?P<id>\d{1,5})",
    re.I,
)


def match(text: str) -> Match | None:
    """A bare sentence that wants something noted, listed or dropped."""
    for pattern in _REMIND:
        if found := pattern.fullmatch(text):
            given = {"text": found["text"], "when": found["when"]}
            return Match(given, 0.95, "asks to be reminded")
    if found := _TIMER.fullmatch(text):
        when = f"in {found['span']}" if found["span"] else f"at {found['clock']}"
        name = "timer" if found["span"] else "alarm"
        return Match({"text": name, "when": when}, 0.95, "asks to be reminded")
    if found := _NOTE.fullmatch(text):
        return Match({"text": found["text"]}, 0.9, "asks for a note")
    if _LIST.fullmatch(text):
        return Match({"action": "list"}, 0.93, "asks for the notes")
    if found := _DROP.fullmatch(text):
        return Match({"action": "drop", "id": int(found["id"])}, 0.95, "drops a note")
    return None


def serve(arguments: dict[str, Json], context: Context, port: NotesPort) -> str:
    """Do it, and say so. Raises `Refusal`; so may the port, where nothing may be kept."""
    rows = port.load(context.person)
    asked = arguments["action"] or ("add" if arguments["text"] else "list")
    if asked == "list":
        return _listed(rows, context.zone)
    if asked == "drop":
        left = [row for row in rows if row["id"] != arguments["id"]]
        if len(left) == len(rows):
            raise Refusal(f"There is no note {arguments['id']}.")
        port.save(context.person, left)
        return f"Note {arguments['id']} is gone."
    row = _row(arguments, context, rows)
    passing = port.save(context.person, [*rows, row])
    if "due" in row:
        said = f"I will remind you on {_spoken(row['due'], context.zone)}: {row['text']}"
    else:
        said = f"Noted as {row['id']}."
    return f"{said}\n{passing}" if passing else said


def due(rows: Iterable[Row], now: float) -> list[Row]:
    """The reminders to tell now, the oldest first. Missed ones are among them."""
    ripe = (row for row in _waiting(rows) if row["due"] <= now)
    return sorted(ripe, key=lambda row: float(row["due"]))


def next_due(rows: Iterable[Row]) -> float | None:
    """When the next reminder is to be told, in Unix seconds."""
    return min((float(row["due"]) for row in _waiting(rows)), default=None)


def _waiting(rows: Iterable[Row]) -> Iterator[Row]:
    return (row for row in rows if row.get("due") is not None and not row.get("told"))


def told(rows: Iterable[Row], ids: Iterable[int]) -> list[Row]:
    """The rows with these marked as told."""
    heard = set(ids)
    return [{**row, "told": True} if row["id"] in heard else row for row in rows]


def _row(arguments: dict[str, Json], context: Context, rows: Sequence[Row]) -> Row:
    text, when = " ".join(arguments["text"].split()), arguments["when"].strip()
    if not when and (found := match(text)) is not None and "when" in found.arguments:
        text, when = found.arguments["text"], found.arguments["when"]
    if not text:
        raise Refusal("What shall I note?")
    if len(rows) >= MOST:
        raise Refusal(f"There are {MOST} notes already; drop some first.")
    row: Row = {
        "id": max((int(old["id"]) for old in rows), default=0) + 1,
        "text": text,
        "at": context.now,
    }
    if when:
        at = moment(when, context.now, context.zone)
        if at is None:
            raise Refusal('I do not know when that is. Say "in 20 minutes" or "tomorrow at 9".')
        row["due"] = at
    return row


def _listed(rows: Sequence[Row], zone: str) -> str:
    if not rows:
        return "There are no notes."
    return "\n".join(f"{row['id']}. {row['text']}{_state(row, zone)}" for row in rows)


def _state(row: Row, zone: str) -> str:
    if row.get("due") is None:
        return ""
    return " (told)" if row.get("told") else f" ({_spoken(row['due'], zone)})"


def late(row: Row, now: float, zone: str) -> str:
    """When it was due, where that was a while ago; "" for one that is told in time."""
    at = float(row["due"])
    return f"This was due on {_spoken(at, zone)}." if now - at > LATE else ""


def _spoken(at: float, zone: str) -> str:
    then = datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(zone) if zone else None)
    return f"{then:%A}, {then.day} {then:%B %Y} at {then:%H:%M}"
