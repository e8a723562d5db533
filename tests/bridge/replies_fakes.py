"""A mind, a place and a clock for tests of replies. Time passes only where everybody waits."""

from __future__ import annotations

import asyncio
import selectors
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from bridge.ears.incoming import Incoming
from bridge.ports import Mind
from bridge.replies.answering import Answering
from bridge.replies.buckets import Buckets
from bridge.replies.ports import MessageGone, Place, Write
from sel.bus import Bus, Subscription
from sel.company_events import Withdraw
from sel.config.settings import Settings
from sel.errors import SelError
from sel.events import (
    ChannelView,
    Command,
    Event,
    Interrupt,
    MessageReceived,
    MessageRouted,
    MessageView,
    SendMessage,
    Snapshot,
    TextArrived,
    TurnFinished,
    TurnInterrupted,
)

T = TypeVar("T")


class _Skipping(selectors.DefaultSelector):
    """Never waits: the time that would have been waited has passed."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        ready = super().select(0)
        if not ready and timeout:
            self.now += timeout
        if not ready and timeout is None:
            raise AssertionError("everybody waits for ever")
        return ready


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self.skipping = _Skipping()
        super().__init__(self.skipping)

    def time(self) -> float:
        return self.skipping.now


def timeless(doing: Coroutine[Any, Any, T]) -> T:
    """Run to the end without waiting; `loop.time()` goes as if it had been waited."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(doing)


def now() -> float:
    return asyncio.get_running_loop().time()


@dataclass(slots=True)
class Message:
    """A message in the fake channel, with all that stood in it, and when."""

    id: int
    reply_to: int | None
    history: list[tuple[float, str]]
    deleted: bool = False

    @property
    def text(self) -> str:
        return self.history[-1][1]


@dataclass(slots=True)
class FakePlace:
    """A channel; each write takes `latency` seconds, `failing` are raised by the next writes,
    `lost` by the next messages, though they are posted."""

    latency: float = 0.05
    failing: list[Exception] = field(default_factory=list)
    lost: list[Exception] = field(default_factory=list)
    typed: list[float] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    reactions: list[tuple[int, str]] = field(default_factory=list)
    nonces: dict[int, int] = field(default_factory=dict)
    pauses: dict[str, float] = field(default_factory=dict)

    async def _write(self) -> None:
        self.writes.append(now())
        await asyncio.sleep(self.latency)
        if self.failing:
            raise self.failing.pop(0)

    async def send(self, text: str, *, reply_to: int | None, nonce: int) -> int:
        assert text.strip()
        await self._write()
        if nonce not in self.nonces:
            self.nonces[nonce] = 1000 + len(self.messages)
            self.messages.append(Message(self.nonces[nonce], reply_to, [(now(), text)]))
        if self.lost:
            raise self.lost.pop(0)
        return self.nonces[nonce]

    async def edit(self, message: int, text: str) -> None:
        assert text.strip()
        await self._write()
        found = self._find(message)
        if found.deleted:
            raise MessageGone("gone")
        found.history.append((now(), text))

    async def delete(self, message: int) -> None:
        self._find(message).deleted = True

    async def react(self, message: int, emoji: str) -> None:
        self.reactions.append((message, emoji))

    async def typing(self) -> None:
        self.typed.append(now())

    def pause(self, write: Write) -> float:
        return self.pauses.get(write, 0.0)

    def _find(self, message: int) -> Message:
        return next(one for one in self.messages if one.id == message)

    @property
    def texts(self) -> list[str]:
        """What there is to read now."""
        return [one.text for one in self.messages if not one.deleted]


class FakePlaces:
    def __init__(self) -> None:
        self.all: dict[int, FakePlace] = {}

    def of(self, message: Incoming) -> Place:
        return self.all.setdefault(message.channel_id, FakePlace())


Script = Callable[["FakeMind", str, str], Coroutine[Any, Any, None]]


class FakeMind:
    """A brain that answers with a script; the bus is the real one."""

    def __init__(self, script: Script) -> None:
        self.bus = Bus(self.snapshot, clock=lambda: 0.0)
        self.script = script
        self.commands: list[Command] = []
        self.views: dict[str, ChannelView] = {}
        self.refusal: SelError | None = None
        self.running: dict[str, asyncio.Task[None]] = {}
        self.said: dict[str, str] = {}
        self._numbers: Counter[str] = Counter()

    async def submit(self, command: Command) -> str:
        self.commands.append(command)
        if self.refusal is not None:
            raise self.refusal
        if isinstance(command, SendMessage):
            return self._take(command)
        if isinstance(command, Interrupt | Withdraw):
            self.interrupt(command.channel)
        return ""

    def _take(self, command: SendMessage) -> str:
        channel = command.channel
        turn_id = f"{channel}-{self._numbers[channel]}"
        asked = MessageView(role="person", text=command.text, turn_id=turn_id)
        self.views[channel] = ChannelView(messages=(asked,), answering=True)
        self.bus.publish(MessageReceived(channel=channel, turn_id=turn_id, text=command.text))
        if command.whole:
            self._numbers[channel] += 1
            self.said[turn_id] = ""
            task = asyncio.create_task(self.script(self, channel, turn_id))
            self.running[channel] = task
        return turn_id

    def interrupt(self, channel: str) -> None:
        task = self.running.pop(channel, None)
        if task is not None and not task.done():
            task.cancel()
            turn_id = f"{channel}-{self._numbers[channel] - 1}"
            self.publish(
                TurnInterrupted(channel=channel, turn_id=turn_id, partial=self.said[turn_id])
            )

    def write(self, channel: str, turn_id: str, text: str) -> None:
        self.said[turn_id] += text
        self.publish(TextArrived(channel=channel, turn_id=turn_id, text=text))

    def publish(self, event: Event) -> None:
        self.bus.publish(event)

    def subscribe(self) -> Subscription:
        return self.bus.subscribe()

    def snapshot(self) -> Snapshot:
        return Snapshot(channels=self.views)

    def view(self, channel: str, turn_id: str, text: str, state: Any) -> None:
        """What a snapshot shows of a turn."""
        asked = MessageView(role="person", text="?", turn_id=turn_id)
        reply = MessageView(role="sel", text=text, turn_id=turn_id, state=state)
        answering = state == "streaming"
        self.views[channel] = ChannelView(messages=(asked, reply), answering=answering)


def saying(
    parts: Sequence[str], *, every: float = 0.05, first: float = 0.3, last: float = 0.0
) -> Script:
    """A reply that comes in parts, seconds apart."""

    async def script(mind: FakeMind, channel: str, turn_id: str) -> None:
        await asyncio.sleep(first)
        mind.publish(
            MessageRouted(
                channel=channel,
                turn_id=turn_id,
                intent="chat",
                confidence=1.0,
                reason="",
                expert="general",
            )
        )
        for part in parts:
            mind.write(channel, turn_id, part)
            await asyncio.sleep(every)
        await asyncio.sleep(last)
        mind.publish(TurnFinished(channel=channel, turn_id=turn_id, text="".join(parts)))

    return script


def words(count: int) -> list[str]:
    return [f"word{number} " if number % 12 else f"word{number}. " for number in range(1, count)]


def incoming(id_: int = 1, text: str = "hello", *, channel: int = 7, author: int = 5) -> Incoming:
    return Incoming(
        id=id_, channel_id=channel, guild_id=3, author_id=author, name="Ada", text=text, at=0.0
    )


class Scene:
    """Answering over the fakes, begun and ended."""

    def __init__(self, script: Script, **settings: Any) -> None:
        self.mind, self.places, self.buckets = FakeMind(script), FakePlaces(), Buckets()
        self.told: list[str] = []
        self.answering = Answering(
            cast("Mind", self.mind),
            self.places,
            Settings(**settings),
            said=self._said,
        )
        self.place = self.places.all.setdefault(7, FakePlace())

    async def _said(self, _: Sequence[Incoming], text: str) -> None:
        self.told.append(text)

    async def answer(self, *batch: Incoming, addressed: bool = True) -> None:
        self.answering.start()
        await self.answering.answer(
            batch or (incoming(),), addressed=addressed, aside=not addressed
        )

    def meanwhile(self, *batch: Incoming, addressed: bool = True) -> asyncio.Task[None]:
        return asyncio.create_task(self.answer(*batch, addressed=addressed))
