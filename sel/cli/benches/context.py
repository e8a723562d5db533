"""What compressing a long conversation saves and keeps: two scripted talks of 200 turns each.

The real layout, the real compression and (where it is installed) the real embedder; replies and
moods are scripted. Tokens are estimates of `TokenScale`, the same for both sides. No model runs,
so that the figures are the same each time.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sel.cli.benches.context_talk import EVERYDAY, HELD_OUT, Line, load
from sel.cli.benches.figures import Figure
from sel.engine.embedding import Vector
from sel.engine.types import Message
from sel.errors import SelError
from sel.paths import assets
from sel.prompt.archive import BUDGET, Archive
from sel.prompt.components import Component
from sel.prompt.compress import MARKS, compressed, due
from sel.prompt.history import History
from sel.prompt.layout import PromptPlan, Room, build
from sel.prompt.note import note
from sel.prompt.persona import Persona
from sel.prompt.persona import load as load_persona
from sel.prompt.tokens import TokenScale

ROOM = 4096
"""Tokens of a usual small context."""
PAIRS = 20
"""What it is compared with: the last twenty turns whole, with their notes, as SEL keeps them."""
MOODS = ("calm", "curious", "calm and gentle", "playful", "a little tired", "bright", "warm")
"""A note each turn tells one."""
SCALE = TokenScale()
Vectors = Mapping[str, Vector]


@dataclass(slots=True)
class Tally:
    """What a whole talk came to: tokens of all prompts, how many of them the engine knew already,
    how often the prefix was broken, and where each asked fact stood ("" for nowhere)."""

    tokens: int = 0
    whole: int = 0
    bare: int = 0
    reused: int = 0
    breaks: int = 0
    blocks: int = 0
    found: dict[str, str] = field(default_factory=dict)
    found_whole: int = 0

    @property
    def saved(self) -> float:
        """The share of tokens saved against the last twenty turns whole."""
        return 1 - self.tokens / self.whole

    @property
    def reuse(self) -> float:
        """The share of all prompts' tokens that the prompt and reply before began with."""
        return self.reused / self.tokens

    @property
    def answerable(self) -> int:
        """How many facts stood in the prompt when they were asked for."""
        return sum(map(bool, self.found.values()))


def measure(talks: Mapping[str, Sequence[Line]] | None = None) -> list[Figure]:
    """The figures of talks by what is added to their names; of the two that ship, if none."""
    talks = talks or {"": load(EVERYDAY), ", held out": load(HELD_OUT)}
    vectors = asyncio.run(embedded([line.said for lines in talks.values() for line in lines]))
    return [
        figure
        for name, lines in talks.items()
        for figure in _figures(name, run(lines, vectors), run(lines, {}), how=_how(vectors))
    ]


def _how(vectors: Vectors) -> str:
    return "by vectors and words" if vectors else "by words alone: no embedder"


def run(lines: Sequence[Line], vectors: Vectors) -> Tally:
    """Hold the conversation as the brain would; without a vector the words must do."""
    persona, tally = _persona(), Tally()
    history, archive, marks = History(), Archive(), MARKS.within(ROOM)
    before: tuple[Message, ...] = ()
    whole: list[tuple[Message, ...]] = []
    for number, line in enumerate(lines):
        late = _late(history, archive, line, vectors.get(line.said))
        plan = build(persona, history, [_mood(number), late], [line.said], Room(ROOM, SCALE))
        _count(tally, plan, before)
        _compare(tally, plan, whole, line, number)
        if line.asked:
            tally.found[line.asked] = _where(line, plan)
        before = (*plan.messages, Message("assistant", line.reply))
        history = plan.answered(line.reply)
        if block := due(history, SCALE, marks):
            known = [vectors.get(turn.said) for turn in block]
            history, archive = compressed(
                history, archive, block, SCALE, vectors=known, marks=marks
            )
            tally.blocks += 1
    return tally


def _late(history: History, archive: Archive, line: Line, vector: Vector | None) -> Component:
    told = [message.content for message in history.messages()]
    earlier = archive.relevant(vector, line.said, BUDGET, SCALE, told)
    return Component(name="earlier", text=earlier, place="late", priority=3)


def _mood(number: int) -> Component:
    text = note(MOODS[number % len(MOODS)], "medium")
    return Component(name="mood", text=text, place="late", required=True)


def _count(tally: Tally, plan: PromptPlan, before: Sequence[Message]) -> None:
    """Add a prompt, and what of it the engine has in its cache since the turn before."""
    same = 0
    for ours, theirs in zip(plan.messages, before, strict=False):
        if ours != theirs:
            break
        same += 1
    tally.breaks += same < len(before)
    tally.tokens += plan.tokens
    tally.reused += _tokens(plan.messages[:same])


def _compare(
    tally: Tally, plan: PromptPlan, whole: list[tuple[Message, ...]], line: Line, number: int
) -> None:
    """Add the prompt of whoever sends the last twenty turns whole."""
    turn = (Message("system", _mood(number).text), Message("user", line.said))
    last = [message for one in whole[-PAIRS:] for message in one]
    shown = [*plan.messages[: plan.head], *last, *turn]
    tally.whole += _tokens(shown)
    notes = [one for one in last if one.role == "system"]
    tally.bare += _tokens(shown) - _tokens(notes)
    if line.asked:
        tally.found_whole += _stand(line, shown)
    whole.append((*turn, Message("assistant", line.reply)))


def _where(line: Line, plan: PromptPlan) -> str:
    """Where in the prompt a fact stands: late note, recent turns, summary; "" for nowhere."""
    shown = plan.messages[plan.head :]
    places = {
        "recent": [one for one in shown[:-2] if one.role != "system"],
        "summary": [Message("system", plan.history.summary)],
        "late": shown[-2:-1],
        "notes": shown[:-1],
    }
    return next((name for name, messages in places.items() if _stand(line, messages)), "")


def _stand(line: Line, messages: Sequence[Message]) -> bool:
    text = "\n".join(one.content for one in messages).casefold()
    return all(key in text for key in line.keys)


def _figures(name: str, tally: Tally, by_words: Tally, *, how: str) -> list[Figure]:
    places = [where for where in tally.found.values() if where]
    found = ", ".join(f"{places.count(one)} {one}" for one in sorted(set(places)))
    asked = len(tally.found)
    return [
        Figure(
            name=f"context: tokens saved{name}",
            value=tally.saved,
            aim=0.5,
            at_most=False,
            detail=f"{tally.tokens:,} against {tally.whole:,} for the last {PAIRS} pairs whole"
            f" ({tally.bare:,} without their notes)",
        ),
        Figure(
            name=f"context: prefix reused{name}",
            value=tally.reuse,
            aim=0.85,
            at_most=False,
            detail=f"{tally.breaks} breaks for {tally.blocks} blocks",
        ),
        Figure(
            name=f"context: facts answerable of {asked}{name}",
            value=tally.answerable,
            aim=0.9 * asked,
            at_most=False,
            detail=f"{how} ({found}); {by_words.answerable} by words alone;"
            f" {tally.found_whole} in the last {PAIRS} pairs",
        ),
    ]


async def embedded(said: Sequence[str]) -> dict[str, Vector]:
    """The vector of each thing said; none where there is no embedder."""
    from sel.engine.embedder import ChildEmbedder

    with tempfile.TemporaryDirectory() as folder:
        embedder = ChildEmbedder(Path(folder) / "embed.log")
        try:
            return dict(zip(said, await embedder.embed(said), strict=True))
        except SelError:
            return {}
        finally:
            await embedder.stop()


def _persona() -> Persona:
    path = assets() / "persona.toml"
    return load_persona(path.read_text("utf-8"), path.name)[0]


def _tokens(messages: Sequence[Message]) -> int:
    return sum(SCALE.message(message.content) for message in messages)
