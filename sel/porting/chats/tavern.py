"""SillyTavern's chats: a line of JSON that says who talks, then one for each message. Pure.

Swipes are the other replies there were in a message's place; they become alternatives.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from sel.porting.chats.growing import Growing, Made, Tally, moment, named, one_line

LONGEST_LINE = 16 * 1024 * 1024
MOST_SWIPES = 100
PROGRAM = ("SillyTavern System", "System")
"""Names under which the program itself speaks."""

_MILLISECONDS = 1e11
"""From here on a number is taken for milliseconds."""
_AT = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})\s*@\s*(\d{1,2})h\s*(\d{1,2})m\s*(\d{1,2})s(?:\s*(\d{1,3})ms)?"
)
_WORDS = ("%B %d, %Y %I:%M%p", "%b %d, %Y %I:%M%p", "%B %d, %Y %H:%M")


def is_one(first: object) -> bool:
    """Whether a file's first line begins such a chat."""
    return isinstance(first, Mapping) and (
        ("user_name" in first and "character_name" in first)
        or "chat_metadata" in first
        or ("mes" in first and "is_user" in first)
    )


def chat(lines: Iterable[bytes], name: str, tally: Tally) -> Made | None:
    """The chat; None where nothing of it could be taken. `name` is the file's."""
    rows = _rows(lines, tally)
    first = next(rows, None)
    if first is None:
        return None
    begun = "mes" in first
    header: Mapping[str, Any] = {} if begun else first
    who = one_line(str(header.get("character_name") or ("" if begun else name)))
    started = _header_time(header)
    parts = [who, str(header.get("create_date") or name)]
    if _is_branch(header):
        parts.append(name)  # it bears the day of the chat it was made of
    growing = Growing(named("tavern", *parts), tally)
    head = _grown(([first] if begun else []), rows, growing, tally)
    title = f"{who or name}" + (f", {_day(started)}" if started else "")
    return growing.done(head, title, created=started, changed=0.0)


def _is_branch(header: Mapping[str, Any]) -> bool:
    """Whether it is a branch or a checkpoint of another chat, which it names."""
    about = header.get("chat_metadata")
    return isinstance(about, Mapping) and bool(about.get("main_chat"))


def _grown(
    begun: list[Mapping[str, Any]],
    rows: Iterator[Mapping[str, Any]],
    growing: Growing,
    tally: Tally,
) -> str:
    """Grow the branch; its last turn."""
    head, asked, at = "", "", 0.0
    for row in (*begun, *rows):
        text = row.get("mes")
        if not isinstance(text, str) or _is_note(row):
            tally.skip("notes of the program" if _is_note(row) else "lines without words")
            continue
        when = send_date(row.get("send_date"))
        if row.get("is_user") is True:
            more = tally.clean(text).strip()
            asked, at = f"{asked}\n\n{more}" if asked and more else asked or more, when or at
            continue
        head = _answered(row, text, growing, tally, (head, asked, at or when))
        asked, at = "", 0.0
    return growing.turn(head, asked, "", at) if asked else head


def _is_note(row: Mapping[str, Any]) -> bool:
    """Whether the program says this. Messages that were hidden from the model, as people do with
    the beginning of a long chat, bear its mark as well, but were said."""
    extra = row.get("extra")
    typed = isinstance(extra, Mapping) and bool(extra.get("type"))
    return row.get("is_system") is True and (typed or row.get("name") in PROGRAM)


def _answered(
    row: Mapping[str, Any],
    text: str,
    growing: Growing,
    tally: Tally,
    place: tuple[str, str, float],
) -> str:
    """A reply and the others there were in its place; the id of the one that was chosen."""
    parent, asked, at = place
    swipes = row.get("swipes")
    texts = [one for one in swipes if isinstance(one, str)] if isinstance(swipes, list) else []
    tally.skip("further swipes", max(0, len(texts) - MOST_SWIPES))
    chosen = row.get("swipe_id")
    texts = texts[:MOST_SWIPES]
    if text not in texts:
        texts.append(text)
    best = texts.index(text)
    if isinstance(chosen, int) and 0 <= chosen < len(texts) and texts[chosen] == text:
        best = chosen
    when = send_date(row.get("send_date"))
    shown, name = parent, row.get("name")
    who = one_line(name)[:80] if isinstance(name, str) else ""
    for number, one in enumerate(texts):
        reply = tally.clean(one).strip()
        if reply or (number == best and asked):
            id = growing.turn(parent, asked, reply, at, replied=when, who=who)
            shown = id if number == best or shown == parent else shown
    return shown


def _rows(lines: Iterable[bytes], tally: Tally) -> Iterator[Mapping[str, Any]]:
    for line in lines:
        if not line.strip():
            continue
        value = None
        if len(line) <= LONGEST_LINE:
            with suppress(ValueError, RecursionError):
                value = json.loads(line.decode("utf-8-sig", "replace"))
        if isinstance(value, Mapping):
            yield value
        else:
            tally.skip("damaged lines")


def send_date(value: object) -> float:
    """A moment in any of the ways in which these files have told it; 0 for none."""
    if isinstance(value, int | float):
        return _number(float(value)) if not isinstance(value, bool) and abs(value) < 1e18 else 0.0
    if not isinstance(value, str) or len(value) > 80:
        return 0.0
    text = value.strip()
    with suppress(ValueError):
        return _number(float(text))
    return _of_words(text)


def _of_words(text: str) -> float:
    with suppress(ValueError, OverflowError, OSError):
        if match := _AT.match(text):
            year, month, day, hour, minute, second, part = (int(one or 0) for one in match.groups())
            when = datetime(year, month, day, hour, minute, second, part * 1000)  # noqa: DTZ001
            return _seconds(when)
        if re.match(r"\d{4}-\d{2}-\d{2}", text):
            return _seconds(datetime.fromisoformat(text))
    plain = re.sub(r" *([AaPp][Mm])\b", r"\1", re.sub(r"\s+", " ", text))
    for form in _WORDS:
        with suppress(ValueError, OverflowError, OSError):
            return _seconds(datetime.strptime(plain, form))  # noqa: DTZ007 - of whoever wrote it
    return 0.0


def _seconds(when: datetime) -> float:
    """Unix seconds; what names no zone was written by a clock like this machine's."""
    return moment(when.timestamp())


def _number(value: float) -> float:
    return moment(value / 1000 if value > _MILLISECONDS else value)


def _header_time(header: Mapping[str, Any]) -> float:
    return send_date(header.get("create_date"))


def _day(second: float) -> str:
    return datetime.fromtimestamp(second, UTC).astimezone().strftime("%Y-%m-%d")
