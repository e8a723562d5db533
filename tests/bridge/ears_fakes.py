"""Stand-ins for what is around the ears: Discord's objects, a mind, what answers, a book."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from tinydb import TinyDB
from tinydb.storages import MemoryStorage
from tinydb.table import Table

from bridge.ears.incoming import Incoming
from bridge.ears.reading import EPOCH
from sel.company_events import Overhear, Withdraw
from sel.events import Command

NOW = 1_800_000_000.0
"""Unix seconds of a test's first message."""
_numbers = itertools.count(1)


def id_at(at: float) -> int:
    """A new Discord id of this moment."""
    return (round((at - EPOCH) * 1000) << 22) + next(_numbers) % (1 << 22)


ME = SimpleNamespace(id=9_000, bot=True, name="sel-bot", display_name="SEL")


def person(name: str, number: int = 0, *, bot: bool = False) -> SimpleNamespace:
    """A member; the same name is the same one."""
    its_id = number or 100_000 + sum(ord(sign) << 3 * place for place, sign in enumerate(name))
    return SimpleNamespace(id=its_id, name=name.lower(), display_name=name, bot=bot)


@dataclass(eq=False)
class Channel:
    """A text channel, thread or direct message."""

    id: int = 500
    name: str = "general"
    past: list[Any] = field(default_factory=list)
    hidden: bool = False
    typed: int = 0
    asked: int = 0
    readable: bool = True
    me: Any = field(default_factory=lambda: ME)

    def permissions_for(self, who: Any) -> SimpleNamespace:
        return SimpleNamespace(view_channel=not self.hidden, read_message_history=self.readable)

    async def typing(self) -> None:
        self.typed += 1

    async def history(self, *, limit: int, before: Any) -> AsyncIterator[Any]:
        self.asked += 1
        for one in [past for past in reversed(self.past) if past.id < before.id][:limit]:
            yield one


class Guild:
    """A server with a few people and roles."""

    def __init__(self, its_id: int = 70, name: str = "Home") -> None:
        self.id, self.name, self.me = its_id, name, ME
        self.default_role = SimpleNamespace(id=its_id)
        self.members: dict[int, Any] = {}
        self.roles: dict[int, Any] = {}

    def get_member(self, user_id: int) -> Any:
        return self.members.get(user_id)

    def get_role(self, role_id: int) -> Any:
        return self.roles.get(role_id)

    def get_channel_or_thread(self, channel_id: int) -> Any:
        return None


HOME = Guild()


def message(  # a message has many sides
    author: Any,
    content: str = "hello",
    *,
    channel: Any = None,
    guild: Guild | None = HOME,
    at: float = NOW,
    reply_to: Any = None,
    mentions: Sequence[Any] = (),
    files: int = 0,
    stickers: Sequence[Any] = (),
    webhook: int | None = None,
    kind: str = "",
    id: int = 0,
) -> Any:
    """What discord.py would hand over."""
    reference = None
    if reply_to is not None:
        reference = SimpleNamespace(message_id=reply_to.id, resolved=reply_to, cached_message=None)
    return SimpleNamespace(
        id=id or id_at(at),
        author=author,
        content=content,
        channel=channel or Channel(),
        guild=guild,
        mentions=list(mentions),
        reference=reference,
        attachments=[SimpleNamespace()] * files,
        stickers=list(stickers),
        webhook_id=webhook,
        type=SimpleNamespace(name=kind or ("reply" if reply_to is not None else "default")),
    )


@dataclass
class FakeMind:
    """Takes commands, and finds urgent what says so."""

    commands: list[Command] = field(default_factory=list)

    async def submit(self, command: Command) -> str:
        self.commands.append(command)
        return "turn"

    def urgency(self, text: str, *, addressed: bool, named: bool) -> float:
        return min(1.0, 0.5 * ("urgent" in text) + 0.4 * ("?" in text) + 0.1 * addressed)

    def overheard(self) -> list[str]:
        return [one.text for one in self.commands if isinstance(one, Overhear)]

    def withdrawn(self) -> list[str]:
        return [id_ for one in self.commands if isinstance(one, Withdraw) for id_ in one.ids]


@dataclass
class Answer:
    batch: tuple[Incoming, ...]
    addressed: bool
    aside: bool

    @property
    def texts(self) -> list[str]:
        return [one.text for one in self.batch]


@dataclass
class FakeAnswers:
    """Notes what it is asked to answer; `open` lets answers end."""

    answers: list[Answer] = field(default_factory=list)
    refused: list[tuple[Incoming, str]] = field(default_factory=list)
    withdrawn: list[tuple[int, bool]] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    at_once: int = 0
    most_at_once: int = 0
    spoke: Callable[[Sequence[Incoming]], None] | None = None

    def __post_init__(self) -> None:
        self.open.set()

    async def answer(self, batch: Sequence[Incoming], *, addressed: bool, aside: bool) -> None:
        self.answers.append(Answer(tuple(batch), addressed, aside))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await self.open.wait()
            if self.spoke is not None:
                self.spoke(batch)
        finally:
            self.at_once -= 1

    async def refuse(self, message: Incoming, reason: str) -> None:
        self.refused.append((message, reason))

    async def withdraw(self, ids: Sequence[int], *, changed: bool = False) -> None:
        self.withdrawn += [(id_, changed) for id_ in ids]

    async def stop(self, channel: str) -> None:
        self.stopped.append(channel)

    async def crossed(self, message: int, user: int) -> bool:
        return False

    def texts(self) -> list[str]:
        return [text for one in self.answers for text in one.texts]


class FakeBook:
    """Tables in RAM."""

    def __init__(self) -> None:
        self.db = TinyDB(storage=MemoryStorage)

    def table(self, name: str) -> Table:
        return self.db.table(name)

    def close(self) -> None:
        self.db.close()


async def until(holds: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - anything may be waited for
            await asyncio.sleep(0.002)


async def quiet(seconds: float = 0.03) -> None:
    """Long enough for anything to happen that would happen."""
    await asyncio.sleep(seconds)
