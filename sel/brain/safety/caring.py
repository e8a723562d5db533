"""Care for people in need: notices it, answers in SEL's own words, keeps the model careful after.

Nothing of it is remembered, kept or cached, and nobody is told. What it rests on is in
`sel.safety`; what it cannot do is in docs/safety.md.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from sel import paths
from sel.affect.expression import Expression
from sel.brain.conversation import Conversation
from sel.brain.listening import ASIDE, Heard, Listened
from sel.bus import Bus
from sel.config.settings import Settings
from sel.engine.experts import ROLES
from sel.events import DESK, NoticeGiven
from sel.safety.answer import Words, answer
from sel.safety.breaks import BREAK, Stretch
from sel.safety.care import Answering
from sel.safety.helplines import Helplines
from sel.safety.here import system_locale, system_zone
from sel.safety.honest import claims
from sel.safety.reading import NOTHING, Reading, read
from sel.safety.sayings import Sayings

BEFORE = 2
"""Turns back whose words may complete what is said now."""
SHORT = 12
"""Words up to which a message is read together with those before it: who says it bit by bit
(that may be more of a reading than the message itself, so not for all)."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """What is read from `assets/safety`, once."""

    sayings: Sayings
    helplines: Helplines
    words: Words


@cache
def shipped() -> Shipped:
    """Raises `OSError` or `ValueError` where SEL's own files are broken."""
    folder = paths.assets() / "safety"
    return Shipped(
        Sayings.from_file(folder / "sayings.toml"),
        Helplines.from_file(folder / "helplines.toml"),
        Words.from_file(folder / "words.toml"),
    )


def warm() -> None:
    """Make all patterns of the rules, where nobody waits for them."""
    claims("")
    for one in shipped().sayings.known:
        one.make()


def in_need(said: Sequence[str]) -> bool:
    """Whether these words, by themselves, tell of self-harm or suicide."""
    return read(said, shipped().sayings).found


LISTENING = "I'm here, and I'm listening. I'm sorry that it is so heavy, and"
"""How a small model's reply begins, where SEL said its own words a moment ago."""


@dataclass(slots=True)
class Caring:
    """Looks at every turn before anything else does, and at the desk's clock after it."""

    settings: Settings
    bus: Bus
    zone: str = field(default_factory=system_zone)
    locale: str = field(default_factory=system_locale)
    _stretch: Stretch = field(default_factory=Stretch)

    def begin(self, talk: Conversation, heard: Heard) -> Callable[[], Reading]:
        """Begin to read a turn's words; call what is returned for the reading. They are read while
        the turn waits for their vector, or when that is called."""
        reading = cache(lambda: self._read(talk, heard))
        asyncio.get_running_loop().call_soon(reading)
        return reading

    def answer(self, talk: Conversation, heard: Heard, found: Listened, reading: Reading) -> str:
        """What SEL itself says to this turn; "" where it is the model's, or nobody's."""
        if not reading.found or not _is_ours(talk, found, reading):
            return ""
        talk.care = talk.care.heard(reading, heard.at, heard.turn_id)
        what: Answering = "whole" if heard.again else talk.care.answering(heard.at)
        if what == "listen":
            return ""
        talk.care = talk.care.said(what, heard.at)
        known = shipped()
        zone = self.settings.timezone or self.zone
        country = known.helplines.country(self.settings.region, zone, self.locale)
        date = known.helplines.date
        return answer(reading, known.words, country, date, again=what == "again")

    @staticmethod
    def _read(talk: Conversation, heard: Heard) -> Reading:
        sayings, before = shipped().sayings, talk.care.active(heard.at)
        reading = read(heard.said, sayings, before=before)
        if reading.found or before or heard.again:
            return reading
        earlier = [turn.said for turn in talk.turns(BEFORE)]
        if not earlier or len(heard.text.split()) > SHORT:
            return NOTHING
        together = read([*earlier, *heard.said], sayings)
        if together.found and read(earlier, sayings).found:  # answered when it was said
            return NOTHING
        return together

    def careful(self, talk: Conversation, expression: Expression, now: float) -> Expression:
        """How to say things: without ornament or play while somebody is in need."""
        if not talk.care.active(now):
            return expression
        return replace(expression, emoji=0.0, exclaim=0.0, delay=0.0, words="calm and gentle")

    def after(self, talk: Conversation, heard: Heard, now: float, mode: str) -> None:
        """A reply at the desk has ended: after a long stretch of talk a break is offered, once."""
        if talk.name != DESK:
            return
        self._stretch = self._stretch.heard(heard.at).heard(now)
        minutes = self.settings.break_minutes
        if not talk.care.active(now) and self._stretch.due(now, minutes, mode):
            self._stretch = self._stretch.said()
            title, hint = BREAK
            self.bus.publish(NoticeGiven(title=title, hint=hint))


def _is_ours(talk: Conversation, found: Listened, reading: Reading) -> bool:
    """Where others talk SEL answers what it would answer anyway, and what is acute."""
    if not talk.company or found.found in ROLES:
        return True
    return reading.level == "acute" and found.found != ASIDE
