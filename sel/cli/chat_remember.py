"""The commands of `sel chat` about memory: /consent, /undo, /why, /memories, /forget."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sel.agent_events import AgentsView
from sel.brain.insight import Insight
from sel.bridge_events import BridgeView
from sel.cli.chat_memory import STATES, Recollection, told_of
from sel.counting import counted_all
from sel.errors import InputRefused, SettingError
from sel.events import Command, Snapshot
from sel.memory_events import AnswerConsent, ForgetMemories, MemoryView, UndoMemory
from sel.session_events import SessionView
from sel.voice_events import VoiceView

HELP = {
    "/memories WORDS": "what SEL remembers, with these words if you give some",
    "/why": "what was recalled for the last reply",
    "/undo": "take back what was kept last",
    "/forget WORDS": "forget what you said about it, or one memory by its id; /forget all for all",
    "/consent on|off": "whether SEL may remember you",
}

YOU = "you"
MOST = 20
"""Memories listed before the rest is only counted."""


class Brain(Protocol):
    """The part of the brain these commands need."""

    async def submit(self, command: Command) -> str:
        """Take a command."""
        ...

    def snapshot(self) -> Snapshot:
        """Everything, now."""
        ...

    async def insight(self) -> Insight:
        """What SEL knows of itself, in figures."""
        ...

    def voice(self) -> VoiceView:
        """How the voice is."""
        ...

    def bridge(self) -> BridgeView:
        """How the bridge to Discord is."""
        ...

    async def memories(self, person: str, *, tag: str = "", text: str = "") -> Sequence[MemoryView]:
        """A person's memories, newest first, of this tag and with these words, if given."""
        ...

    async def notes(self, person: str) -> int:
        """How many notes and reminders there are of a person."""
        ...

    async def sessions(self) -> Sequence[SessionView]:
        """The conversations there are."""
        ...

    async def forget_preview(self, person: str, about: str) -> Sequence[MemoryView]:
        """What "forget what I said about …" would take away."""
        ...

    async def look_at_agents(self) -> AgentsView:
        """The agents there are."""
        ...

    async def consent(self, person: str) -> str:
        """Whether this person may be remembered (a `ConsentState`)."""
        ...


async def list_them(words: str, brain: Brain, _: Recollection) -> str:
    """/memories."""
    found = await brain.memories(YOU, text=words)
    if not found and words and await brain.memories(YOU):
        return "Nothing has these words. /memories lists them all."
    return "\n".join(_lines(found)) or f"Nothing. {await _state(brain)}"


async def why(_words: str, _brain: Brain, recollection: Recollection) -> str:
    """/why."""
    return recollection.why()


async def undo(_words: str, brain: Brain, _: Recollection) -> str:
    """/undo; what went is told by its event."""
    await brain.submit(UndoMemory())
    return ""


async def forget(words: str, brain: Brain, recollection: Recollection) -> str:
    """/forget: names what would go and asks; nothing goes before yes."""
    if not words:
        raise SettingError("Forget what?", hint="/forget the job, /forget ID or /forget all.")
    everything = words.casefold() in ("all", "everything")
    found = await _meant("" if everything else words, brain)
    notes, talks = await _beside(brain) if everything else (0, 0)
    if not (found or notes or talks):
        if everything:  # there may be more of theirs all the same
            await brain.submit(ForgetMemories(everything=True))
            return await _state(brain)
        raise InputRefused("No memory is about that.", hint="/memories lists them all.")
    ids = () if everything else tuple(memory.id for memory in found)
    recollection.confirm(ForgetMemories(ids=ids, everything=everything))
    question = f"Forget {counted_all(len(found), notes, talks)} for good? (yes/no)"
    return "\n".join([*_lines(found), question])


async def consent(words: str, brain: Brain, recollection: Recollection) -> str:
    """/consent [on|off|status]; off stops at once, and asks whether to erase what there is."""
    match words.casefold():
        case "" | "status":
            return await _state(brain)
        case "on":
            await brain.submit(AnswerConsent(answer="yes"))
            return ""
        case "off":
            return await _withdraw(brain, recollection)
    raise SettingError("/consent takes on, off or status.")


async def _withdraw(brain: Brain, recollection: Recollection) -> str:
    await brain.submit(AnswerConsent(answer="withdraw_keep"))
    found, (notes, talks) = await brain.memories(YOU), await _beside(brain)
    if not (found or notes or talks):
        return ""
    recollection.confirm(AnswerConsent(answer="withdraw_erase"))
    return f"Erase what there is, too ({counted_all(len(found), notes, talks)})? (yes/no)"


async def _beside(brain: Brain) -> tuple[int, int]:
    """Notes, and conversations that are kept: they go where everything does."""
    return await brain.notes(YOU), sum(one.kept for one in await brain.sessions())


async def _meant(words: str, brain: Brain) -> Sequence[MemoryView]:
    """The memory of this id, else what is about these words; all of them for no words."""
    everything = await brain.memories(YOU)
    if not words:
        return everything
    by_id = [one for one in everything if one.id == words]
    return by_id or await brain.forget_preview(YOU, words)


def _lines(memories: Sequence[MemoryView]) -> list[str]:
    lines = [f"{one.id}  {told_of(one)}" for one in memories[:MOST]]
    if len(memories) > MOST:
        lines.append(f"and {len(memories) - MOST:,} more")
    return lines


async def _state(brain: Brain) -> str:
    return STATES[await brain.consent(YOU)]
