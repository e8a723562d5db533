"""How a conversation is printed: as plain text, or as one JSON object per event.

Plain text has no box drawing, no spinner and no colour; replies go to stdout and whatever is about
them to stderr, so that a pipe carries nothing but replies.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TextIO

from sel.cli import chat_agents, chat_bridge, chat_memory, chat_voice
from sel.cli.memory_words import one_line
from sel.cli.plain import safe
from sel.event_json import to_json
from sel.events import (
    DESK,
    EngineChanged,
    Event,
    NoticeGiven,
    Snapshot,
    TextArrived,
    TurnFailed,
    TurnFinished,
    TurnInterrupted,
    TurnSilenced,
    TurnStarted,
)
from sel.memory_events import ConsentAsked
from sel.session_events import SessionChanged

PROMPT = "you: "
UNASKED = "SEL keeps nothing of you. `sel memory consent on` says what it would keep, and lets it."
"""In place of the question, where nobody can answer it."""


class Printer(Protocol):
    """Shows events and what the command line itself has to say."""

    def show(self, event: Event) -> None:
        """Show one event."""
        ...

    def say(self, text: str) -> None:
        """An answer to a slash command."""
        ...

    def note(self, text: str) -> None:
        """Something beside the conversation."""
        ...

    def heard(self, text: str) -> None:
        """The person said this aloud."""
        ...

    def ask(self) -> None:
        """It is the person's turn to type."""
        ...

    def taken(self) -> None:
        """They have typed a line."""
        ...

    def end(self) -> None:
        """The conversation is over."""
        ...


class JsonPrinter:
    """One event a line; notes are left to the events themselves."""

    def __init__(self, out: TextIO, err: TextIO) -> None:
        self._out, self._err = out, err

    def show(self, event: Event) -> None:
        """Show one event."""
        print(to_json(event), file=self._out, flush=True)

    def say(self, text: str) -> None:
        """Kept off stdout, which carries events only."""
        self.note(text)

    def note(self, text: str) -> None:
        """Something beside the conversation."""
        print(safe(text), file=self._err, flush=True)

    def heard(self, text: str) -> None:
        """The event says so already."""

    def ask(self) -> None:
        """Programs need no prompt."""

    def taken(self) -> None:
        """And so none is used up."""

    def end(self) -> None:
        """Programs need no farewell."""


class PlainPrinter:
    """Replies as they come, on stdout. `once`: nobody can answer what SEL asks."""

    def __init__(
        self, out: TextIO, err: TextIO, *, stream: bool, at_keyboard: bool, once: bool = False
    ) -> None:
        self._out, self._err = out, err
        self._stream, self._at_keyboard, self._once = stream, at_keyboard, once
        self._speaker = "SEL"
        self._turn = ""
        self._printed = ""
        self._waits = False
        self._shown: dict[type[Event], Callable[..., None]] = {
            Snapshot: self._catch_up,
            TurnStarted: self._started,
            TextArrived: self._text,
            TurnFinished: self._finished,
            TurnInterrupted: self._interrupted,
            TurnFailed: self._failed,
            TurnSilenced: self._silenced,
            SessionChanged: self._session,
            NoticeGiven: self._notice,
            EngineChanged: self._engine,
        }
        self._voice = chat_voice.Teller()
        self._bridge = chat_bridge.Teller()
        self._engine_said = ""
        self._troubled = ""

    def show(self, event: Event) -> None:
        """Show one event, if it is one that people want to see here."""
        if event.channel != DESK:
            return
        if shown := self._shown.get(type(event)):
            shown(event)
        elif self._once and isinstance(event, ConsentAsked):
            self.note(UNASKED)
        elif line := self._line_of(event):
            self.note(line)

    def say(self, text: str) -> None:
        """An answer to a slash command."""
        print(safe(text), file=self._out, flush=True)

    def note(self, text: str) -> None:
        """Something beside the conversation; a prompt that waits stands below it again."""
        if self._waits:
            self._write("\r")
        print(safe(text), file=self._err, flush=True)
        if self._waits:
            self._write(PROMPT)

    def _line_of(self, event: Event) -> str:
        stateful = (self._voice.line_of, self._bridge.line_of)
        tellers = (chat_memory.line_of, chat_agents.line_of, *stateful)
        return next(filter(None, (line_of(event) for line_of in tellers)), "")

    def heard(self, text: str) -> None:
        """What was said aloud, as if it had been typed; the reply takes the next line."""
        if self._waits:
            self._write("\r")
            self._waits = False
        self.note(PROMPT + text)

    def ask(self) -> None:
        """A prompt, where somebody sits at the keyboard."""
        if self._at_keyboard:
            self._waits = True
            self._write(PROMPT)

    def taken(self) -> None:
        """The prompt was answered."""
        self._waits = False

    def end(self) -> None:
        """End the line of the prompt that nobody answered."""
        if self._at_keyboard:
            self._write("\n")

    # ------------------------------------------------------------ the reply

    def _text(self, event: TextArrived) -> None:
        if self._stream:
            self._begin(event.turn_id)
            self._add(event.text)

    def _finished(self, event: TurnFinished) -> None:
        self._complete(event.turn_id, event.text)
        if event.stats.source == "cached":
            self.note("(said before)")

    def _interrupted(self, event: TurnInterrupted) -> None:
        self._complete_if_begun(event.turn_id, event.partial)
        self.note("Stopped.")

    def _failed(self, event: TurnFailed) -> None:
        self._complete_if_begun(event.turn_id, event.partial)
        error = event.error
        where = f" ({error.where})" if error.where else ""
        sentence = f"{error.title}{where} {error.hint}".rstrip()
        self._trouble(sentence)

    def _silenced(self, event: TurnSilenced) -> None:
        self.note(f"{self._speaker} stays silent: {event.reason}")

    def _session(self, event: SessionChanged) -> None:
        """Another persona may speak from here on."""
        self._speaker = safe(one_line(event.session.speaker)) or "SEL"

    def _catch_up(self, event: Snapshot) -> None:
        """Print what is missing of the reply under way, after this face fell behind."""
        channel = event.channels.get(DESK)
        for message in channel.messages if channel else ():
            if self._turn and message.turn_id == self._turn and message.role == "sel":
                self._add_rest(message.text)

    def _begin(self, turn_id: str) -> None:
        if turn_id != self._turn:
            self._turn, self._printed = turn_id, ""
            self._write(f"{self._speaker}: " if self._at_keyboard else "")

    def _complete(self, turn_id: str, whole: str) -> None:
        """Print what is missing of a reply, end its line and leave a gap before the next one."""
        self._begin(turn_id)
        self._add_rest(whole)
        self._write("\n" if self._at_keyboard else "\n\n")
        self._turn = ""

    def _complete_if_begun(self, turn_id: str, partial: str) -> None:
        if partial or self._turn == turn_id:
            self._complete(turn_id, partial)

    def _add_rest(self, whole: str) -> None:
        if whole.startswith(self._printed):
            self._add(whole[len(self._printed) :])

    def _add(self, text: str) -> None:
        self._printed += text
        self._write(safe(text))

    def _write(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()

    # ------------------------------------------------------------ beside it

    def _notice(self, event: NoticeGiven) -> None:
        self.note(f"{event.title} {event.hint}".rstrip())

    def _engine(self, event: EngineChanged) -> None:
        """Say that the engine restarts or failed, and at a keyboard that it wakes, once each."""
        engine = event.engine
        told = ("restarting", "failed") + (("waking",) if self._at_keyboard else ())
        if engine.state in told and engine.state != self._engine_said:
            self._trouble(engine.detail or f"The engine is {engine.state}.")
        self._engine_said = engine.state

    def _trouble(self, sentence: str) -> None:
        """Say it once in a turn: the engine that fails is tried again, and then the turn fails."""
        if sentence != self._troubled:
            self.note(sentence)
        self._troubled = sentence

    def _started(self, _: TurnStarted) -> None:
        self._troubled = ""
