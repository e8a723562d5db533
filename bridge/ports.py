"""What the bridge needs of the rest of SEL, and its parts of each other.

`sel.cli` puts the real things behind these, tests stand-ins. All of it is called in the loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sel.bus import Subscription
from sel.events import AffectView, Command, Event, Snapshot
from sel.memory_events import MemoryView

if TYPE_CHECKING:
    from tinydb.table import Table

    from bridge.ears.incoming import Incoming
    from sel.brain.insight import Insight


class Mind(Protocol):
    """The brain as the bridge uses it (`sel.cli.served.ServedBrain`). Raises `SelError`."""

    async def submit(self, command: Command) -> str:
        """Take a command; of a message, the id of the turn that will answer it."""

    def subscribe(self) -> Subscription:
        """Events from now on, a `Snapshot` first."""

    def snapshot(self) -> Snapshot:
        """Everything there is to know, now."""

    def publish(self, event: Event) -> None:
        """Tell every face."""

    def affect(self, channel: str) -> AffectView:
        """SEL's inner state as it is on this channel now."""

    def urgency(self, text: str, *, addressed: bool, named: bool) -> float:
        """How much a message wants an answer, 0..1 (`sel.routing.priority`)."""

    def sees(self) -> bool:
        """Whether there is a model that can look at pictures."""

    async def summarise(self, lines: Sequence[tuple[str, str]]) -> str:
        """What was said, oldest first (who, and what), in short; nothing of it is kept."""

    async def insight(self) -> Insight:
        """What SEL knows of itself, in figures."""

    async def consent(self, person: str) -> str:
        """Whether SEL may remember a person (`ConsentState`)."""

    async def memories(
        self, person: str, *, tag: str = "", text: str = "", history: bool = False
    ) -> list[MemoryView]:
        """A person's memories, newest first."""

    async def memory_search(
        self, text: str, person: str = "you", *, k: int = 5
    ) -> list[MemoryView]:
        """The `k` best memories of a person for some words, best first, with their scores."""

    async def forget_preview(self, person: str, about: str) -> list[MemoryView]:
        """What "forget what I said about …" would take away."""

    async def export(self, person: str, scopes: Sequence[str] | None = None) -> str:
        """All that is kept of a person as JSON, narrowed to scopes where given."""

    async def memory_svg(
        self, person: str, scopes: Sequence[str] | None = None, name: str = ""
    ) -> str:
        """Their memory map as a picture, narrowed to scopes where given."""


class Transcriber(Protocol):
    """Turns sound into words. Raises `VoiceError` where there is no model, or the file is none."""

    async def transcribe(self, sound: Path, progress: Callable[[float], None]) -> str:
        """What is said in a file; `progress` is told the share that is done, 0..1."""


class Reciter(Protocol):
    """Turns words into sound. Raises `VoiceError` where there is no voice."""

    def speak(self, text: str, mood: str = "") -> AsyncIterator[tuple[bytes, int]]:
        """The sound of a text, sentence by sentence: 16-bit mono PCM, and its rate in Hz."""


class Book(Protocol):
    """The bridge's own tables on disk (`sel.store.store.Store`, or a shared database)."""

    def table(self, name: str) -> Table:
        """The table of this name; writes are durable on return."""

    def close(self) -> None:
        """Let go of it."""


class Claims(Protocol):
    """What must happen once, across restarts and across bridges that share one mind."""

    async def claim(self, what: str, seconds: float) -> bool:
        """True for the first who claims it; forgotten after so many seconds."""

    async def release(self, what: str) -> None:
        """Let somebody else do it after all (it was not done)."""

    async def held(self, what: str) -> bool:
        """Whether somebody has claimed it."""

    async def take(self, key: str, limit: int, seconds: float) -> bool:
        """Count one against a limit within so many seconds; False when it is used up."""


class Wordless(asyncio.CancelledError):
    """Who was answering is cancelled, and not a word stands there: somebody may answer later."""


class Answers(Protocol):
    """What answers messages (`bridge.replies`): the ears know no more of it than this."""

    async def answer(
        self, batch: Sequence[Incoming], *, addressed: bool, aside: bool
    ) -> bool | None:
        """Put messages of one channel to the mind as one turn, and write what comes of it; returns
        when that is done. Never raises for what went wrong: people are told in the channel. False
        where SEL left before it had a word for them: after a start somebody may answer them. Who
        cancels it before that gets `Wordless`."""

    async def refuse(self, message: Incoming, reason: str) -> None:
        """Say in the channel, once, why a message is not answered."""

    async def withdraw(self, ids: Sequence[int], *, changed: bool = False) -> None:
        """These messages are deleted: a reply to them ends or is taken back. With `changed` they
        were edited, and what was posted is written anew by the `answer` that follows."""

    async def stop(self, channel: str) -> None:
        """End what is being said on a channel; it stays as far as it went."""

    async def crossed(self, message: int, user: int) -> bool:
        """A person put a cross on a message of SEL's: a reply to them ends, or is deleted when it
        has ended. False where it is not theirs, or not known any more."""
