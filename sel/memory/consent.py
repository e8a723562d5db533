"""Leave to remember: the words it is asked in, every person's answer, and when they were here.

Only somebody who said yes is named on disk. "Not now" is kept in RAM and asked again after the
next start. "Never", and a leave taken back together with all memories, leave one line each: the
answer, its time, the wording's version, and a salted hash in place of the name, so that the
question is not asked again. Not thread-safe: the library holds its one lock around every call.
"""

from __future__ import annotations

import contextlib
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from tinydb.table import Document

from sel.errors import StoreError
from sel.memory.ports import StoreLike
from sel.memory.sharing import Change
from sel.memory.types import ConsentState
from sel.memory_events import ConsentAnswer

WORDING_VERSION = 4
"""Kept with every answer. Raised whenever `wording` says something else than before."""

STATES: Mapping[ConsentAnswer, ConsentState] = {
    "yes": "given",
    "not_now": "not_now",
    "never": "never",
    "withdraw_keep": "withdrawn",
    "withdraw_erase": "withdrawn",
}
"""What becomes of each answer."""

SEEN_EVERY = 3600.0
"""Seconds between two writes of when a person was here: fading counts in days."""


_KEPT = (
    "What: what you tell me about yourself, people, likes, plans and how you are, in your own "
    "words, with the date, the place and my mood; notes and reminders you ask for; summaries "
    "and numbers made of all that; {more}replies of the last hours, so as not to make them twice; "
    "how my hormones went, and why (“thanks”); when you were last here. Never passwords, keys or "
    "card numbers."
)
_UNTIL_YES = (
    "Until you say yes, nothing of yours is on disk. After “not now” I ask again next time. "
    "After “never”, or when you have had everything erased, one line stays, so that I do not "
    "ask again: the answer and when, without your name or a word of yours."
)


def wording(folders: Sequence[Path]) -> str:
    """The question, in plain words: what is kept, where, how to undo it."""
    where = " and ".join(map(str, folders))
    return "\n".join(
        (
            "May I remember things about you?",
            _KEPT.format(more="our conversations at this desk, to go on with and to find; "),
            f"Where: only on the machine I run on, in {where}. A model on another machine, if you "
            "use one, is sent what I recall with your message. Where several of me share one "
            "memory, it lies in their database.",
            "How to undo it: I say each time what I kept, and /undo takes it back. /memories shows "
            "all, to correct or forget; what is forgotten is in no file afterwards. /consent ends "
            "it.",
            _UNTIL_YES,
        )
    )


def wording_away() -> str:
    """The same for those who talk to SEL from elsewhere, on Discord: its folders are somebody
    else's affair."""
    return "\n".join(
        (
            "May I remember things about you?",
            _KEPT.format(more="whether you want me to look in on you, and when I did; "),
            "Where: only on the machine I run on, which belongs to whoever invited me; they can "
            "read it. What you tell me in direct messages comes up nowhere else, what you tell me "
            "on a server only there. Discord itself keeps what is written here, by its own rules.",
            "How to undo it: `/sel memory list` shows all, `/sel memory forget` forgets it, and it "
            "is in no file afterwards. `/sel consent` ends it.",
            _UNTIL_YES,
        )
    )


class Consents:
    """Everybody's answer. Where the disk refuses, a no counts all the same, and a yes does not."""

    def __init__(self, store: StoreLike) -> None:
        self._table = store.table("consent")
        self._lines: dict[str, Document] = {}
        self._ram: dict[str, ConsentState] = {}
        self._seen: dict[str, float] = {}
        self._salt = ""
        for line in self._table:
            if "salt" in line:
                self._salt = str(line["salt"])
            self._read(line)

    def _read(self, line: Document) -> bool:
        """Take in a line, if it is an answer; whether it is one."""
        is_one = line.get("state") in get_args(ConsentState) and _is_time(line.get("at"))
        if is_one:
            self._lines[str(line.get("key", ""))] = line
        return is_one

    def state(self, person: str) -> ConsentState:
        """What this person said last. A yes to less than is kept now has to be asked anew."""
        if person in self._ram:
            return self._ram[person]
        line = self._line(person)
        if line is None or line["state"] == "not_now":  # a later start: it may be asked again
            return "unasked"
        state: ConsentState = line["state"]
        older = line.get("wording") != WORDING_VERSION
        return "unasked" if state == "given" and older else state

    def stop(self, person: str, state: ConsentState) -> None:
        """A no counts from now until the end of the process, whatever the disk says."""
        self._ram[person] = state

    def set(self, person: str, state: ConsentState, now: float, *, named: bool) -> None:
        """Take down an answer, with the person's name only where `named`. Raises `StoreError`."""
        if state != "given":
            self.stop(person, state)
        if state == "not_now" and self._line(person) is None:
            return
        self._write(person, {"state": state, "at": now, "wording": WORDING_VERSION}, named)
        if state != "not_now":
            self._ram.pop(person, None)
        if state == "given":
            self._seen[person] = now

    def seen(self, person: str, now: float) -> None:
        """The person is here; on disk only with their leave, and not every time."""
        self._seen[person] = max(now, self._seen.get(person, now))
        line = self._line(person)
        if self.state(person) != "given" or line is None:
            return
        if now - float(line.get("seen", line["at"])) >= SEEN_EVERY:
            with contextlib.suppress(StoreError):  # known in RAM; a full disk says so elsewhere
                self._put({**line, "seen": now}, line.doc_id)

    def last_seen(self, person: str) -> float | None:
        """When this person was here last (Unix seconds); the time of their answer at least."""
        line = self._line(person)
        times = [float(line.get("seen", line["at"]))] if line else []
        return max([*times, *self._times(person)], default=None)

    def given(self) -> frozenset[str]:
        """Everybody who may be remembered."""
        named = (str(line["person"]) for line in self._lines.values() if "person" in line)
        return frozenset(person for person in named if self.state(person) == "given")

    def others(self, changes: Sequence[Change]) -> tuple[list[str], list[str]]:
        """Another process took these answers down: who may no longer be remembered, and who had
        everything erased, their name as well."""
        may = self.given() if changes else frozenset()
        for change in changes:
            old, line = change.before or {}, change.after or {}
            if "salt" in line:
                self._salt = str(line["salt"])
            if "key" in old:
                self._lines.pop(str(old["key"]), None)
            if self._read(Document(line, change.number)) and line["at"] != old.get("at"):
                for person in [one for one in self._ram if self._key(one) == line["key"]]:
                    del self._ram[person]  # they have answered since
        erased = [
            str(old["person"])
            for old, new in ((one.before or {}, one.after or {}) for one in changes)
            if "person" in old and "person" not in new
        ]
        return (sorted(may - self.given()) if changes else []), erased

    def document(self, person: str) -> dict[str, Any] | None:
        """A person's own line, without what is only of use here."""
        line = self._line(person)
        return {name: value for name, value in line.items() if name != "key"} if line else None

    def _times(self, person: str) -> list[float]:
        return [self._seen[person]] if person in self._seen else []

    def _line(self, person: str) -> Document | None:
        return self._lines.get(self._key(person)) if self._salt else None

    def _key(self, person: str) -> str:
        return hashlib.sha256(f"{self._salt}{person}".encode(errors="replace")).hexdigest()

    def _write(self, person: str, answer: Mapping[str, Any], named: bool) -> None:
        if not self._salt:
            salt = secrets.token_hex(16)
            self._table.insert({"salt": salt})
            self._salt = salt
        old = self._line(person)
        line = {"key": self._key(person), **answer}
        if named:
            line["person"] = person
        self._put(line, old.doc_id if old else None)

    def _put(self, line: Mapping[str, Any], number: int | None) -> None:
        if number is None:
            number = self._table.insert(line)
        else:
            self._table.update(lambda found: _become(found, line), doc_ids=[number])
        self._lines[str(line["key"])] = Document(line, number)


def _is_time(value: object) -> bool:
    return isinstance(value, int | float)


def _become(found: Any, line: Mapping[str, Any]) -> None:
    found.clear()
    found.update(line)
