"""A mind, a book, a voice and check-ins that take down what commands want of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bridge.commands.deps import Deps
from bridge.ports import Mind
from sel.brain.insight import Insight
from sel.bridge_events import Policy
from sel.bus import Subscription
from sel.errors import InputRefused, SelError
from sel.events import AffectView, Command, Event, Snapshot
from sel.memory_events import AnswerConsent, ForgetMemories, MemoryView

if TYPE_CHECKING:
    import discord

NAMES = (
    "dopamine",
    "serotonin",
    "oxytocin",
    "cortisol",
    "adrenaline",
    "melatonin",
    "testosterone",
    "estrogen",
)
AFFECT = AffectView(
    levels={name: 0.1 + 0.08 * place for place, name in enumerate(NAMES)},
    targets=dict.fromkeys(NAMES, 0.2),
    history={name: (0.2, 0.3, 0.25) for name in NAMES},
    mood="glowy",
    mode="playful",
)


def memory(text: str, scope: str, **more: object) -> MemoryView:
    id_ = str(more.pop("id", text))
    made = MemoryView(id=id_, text=text, kind="soft", quote=text, at=1_700_000_000, scope=scope)
    assert not more
    return made


@dataclass
class FakeMind(Mind):
    """Knows memories by person; what is forgotten is gone."""

    kept: dict[str, list[MemoryView]] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    commands: list[Command] = field(default_factory=list)
    narrowed: list[tuple[str, Sequence[str] | None]] = field(default_factory=list)
    summed: list[tuple[str, str]] = field(default_factory=list)
    failing: BaseException | None = None
    seen: Insight = field(default_factory=lambda: Insight(at=100.0, since=40.0))
    summary: str = "They spoke of the weather."

    def _fail(self) -> None:
        if self.failing is not None:
            raise self.failing

    async def submit(self, command: Command) -> str:
        self._fail()
        self.commands.append(command)
        match command:
            case AnswerConsent():
                states = {"yes": "given", "not_now": "not_now", "never": "never"}
                self.states[command.person] = states.get(command.answer, "withdrawn")
            case ForgetMemories():
                mine = self.kept.get(command.person, [])
                left = [one for one in mine if one.id not in command.ids]
                self.kept[command.person] = [] if command.everything else left
        return ""

    def subscribe(self) -> Subscription:
        raise NotImplementedError

    def snapshot(self) -> Snapshot:
        return Snapshot()

    def publish(self, event: Event) -> None:
        raise NotImplementedError

    def affect(self, channel: str) -> AffectView:
        return AFFECT

    def urgency(self, text: str, *, addressed: bool, named: bool) -> float:
        return 0.0

    def sees(self) -> bool:
        return False

    async def insight(self) -> Insight:
        self._fail()
        return self.seen

    async def consent(self, person: str) -> str:
        return self.states.get(person, "unasked")

    async def memories(
        self, person: str, *, tag: str = "", text: str = "", history: bool = False
    ) -> list[MemoryView]:
        self._fail()
        return [one for one in self.kept.get(person, []) if text in one.text]

    async def memory_search(
        self, text: str, person: str = "you", *, k: int = 5
    ) -> list[MemoryView]:
        return [one for one in self.kept.get(person, []) if text in one.text][:k]

    async def forget_preview(self, person: str, about: str) -> list[MemoryView]:
        return [one for one in self.kept.get(person, []) if about in one.text]

    async def export(self, person: str, scopes: Sequence[str] | None = None) -> str:
        return self._narrowed(person, scopes)

    async def memory_svg(
        self, person: str, scopes: Sequence[str] | None = None, name: str = ""
    ) -> str:
        return f"<svg>{name}: {self._narrowed(person, scopes)}</svg>"

    async def summarise(self, lines: Sequence[tuple[str, str]]) -> str:
        self._fail()
        self.summed = list(lines)
        return self.summary

    def _narrowed(self, person: str, scopes: Sequence[str] | None) -> str:
        self._fail()
        self.narrowed.append((person, scopes))
        mine = self.kept.get(person, [])
        return "\n".join(one.text for one in mine if scopes is None or one.scope in scopes)


@dataclass(frozen=True)
class Held:
    policy: Policy = ""
    paused: bool = False


@dataclass
class FakeBook:
    """Rules of channels; a thread has its parent's."""

    policies: dict[int, Policy] = field(default_factory=dict)
    resting: set[str] = field(default_factory=set)

    def rules(self, channel_id: int, parent_id: int = 0) -> Held:
        policy = self.policies.get(channel_id) or self.policies.get(parent_id, "")
        return Held(policy, f"discord:{channel_id}" in self.resting)

    async def set_policy(self, channel_id: int, policy: Policy) -> None:
        self.policies[channel_id] = policy

    async def pause(self, channel: str, *, paused: bool) -> None:
        (self.resting.add if paused else self.resting.discard)(channel)


@dataclass
class FakeCheckIns:
    wanted: dict[str, bool] = field(default_factory=dict)

    async def opt(self, person: str, on: bool) -> str:
        self.wanted[person] = on
        return "I will ask." if on else "I ask no more."


@dataclass
class FakeVoice:
    rooms: dict[int, int] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def where(self, guild_id: int) -> int | None:
        return self.rooms.get(guild_id)

    async def join(self, channel: discord.VoiceChannel) -> None:
        self.rooms[channel.guild.id] = channel.id

    async def leave(self, guild_id: int) -> bool:
        return self.rooms.pop(guild_id, None) is not None

    async def say(self, guild_id: int, text: str) -> bool:
        self.said.append(text)
        return True


@dataclass
class World:
    """All of it together."""

    mind: FakeMind = field(default_factory=FakeMind)
    book: FakeBook = field(default_factory=FakeBook)
    check_ins: FakeCheckIns | None = field(default_factory=FakeCheckIns)
    voice: FakeVoice | None = field(default_factory=FakeVoice)
    now: float = 1_700_000_000.0
    silent: Mapping[str, int] = field(default_factory=dict)

    def deps(self) -> Deps:
        return Deps(
            mind=self.mind,
            rulebook=self.book,
            pause=self.book.pause,
            voice=self.voice,
            check_ins=self.check_ins,
            silences=lambda: self.silent,
            clock=lambda: self.now,
        )


REFUSAL: SelError = InputRefused("The cat sits on it.", hint="Ask the cat.")
