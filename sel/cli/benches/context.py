"""What compressing a long conversation saves and keeps, over scripted talks.

The brain's own prompter plans every turn, with the real tokenizer and the real embedder where they
are installed; replies and moods are scripted, and somebody is always slow enough to let SEL tidy up
between two turns. No model runs, so that the figures are the same each time.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median

from sel.affect.drives import Drives
from sel.affect.expression import MANNERS, Expression, express
from sel.brain.conversation import Conversation
from sel.brain.prompter import Prompter, Sizes, Voice
from sel.cli.benches.context_talk import TALKS, Line, load
from sel.cli.benches.figures import Figure
from sel.engine.embedding import Vector
from sel.engine.types import Done, Message
from sel.errors import SelError
from sel.events import DESK
from sel.paths import assets
from sel.prompt.compress import MOST
from sel.prompt.layout import PromptPlan
from sel.prompt.persona import Persona
from sel.prompt.persona import load as load_persona
from sel.prompt.tokens import PER_MESSAGE, TokenScale

CONTEXT, REPLY = 4096, 128
"""Tokens of a usual small context, and of the longest reply."""
PAIRS = 20
"""What it is compared with: the last twenty turns whole, with their notes, as SEL keeps them."""
MOODS = sorted(MANNERS)
"""A note each turn tells one."""
DRIVES = Drives(curiosity=0.5, patience=0.5, warmth=0.5, energy=0.5, tension=0.1)

Vectors = Mapping[str, Vector]
Count = Callable[[Sequence[str]], Awaitable[list[int]]]
"""Tokens of each text."""


@dataclass(slots=True)
class Counter:
    """Counts messages as the engine would, each text once. ChatML puts five tokens around each."""

    count: Count
    _known: dict[str, int] = field(default_factory=dict)

    async def tokens(self, messages: Sequence[Message]) -> int:
        """Tokens of these messages in a prompt."""
        new = list({one.content for one in messages} - self._known.keys())
        if new:
            self._known.update(zip(new, await self.count(new), strict=True))
        return sum(self._known[one.content] + PER_MESSAGE for one in messages)


async def estimate(texts: Sequence[str]) -> list[int]:
    """What there is without a tokenizer."""
    return [TokenScale().count(text) for text in texts]


@dataclass(slots=True)
class Tally:
    """What a whole talk came to: tokens of all prompts; how many of them the engine had read for
    the turn before (`reused`), and how many with what it read while nobody talked (`ready`); how
    often the prefix was broken; turns that stood whole in each prompt; and where each asked fact
    stood ("" for nowhere)."""

    tokens: int = 0
    whole: int = 0
    reused: int = 0
    ready: int = 0
    breaks: int = 0
    blocks: int = 0
    turns: list[int] = field(default_factory=list)
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


@dataclass(slots=True)
class Tools:
    """The vector of each thing said, and who counts tokens; `how` tells of both in words."""

    vectors: Vectors
    counter: Counter
    how: str = ""


PLAIN = "no embedder, tokens estimated"


def plain() -> Tools:
    """What there is where neither an embedder nor a tokenizer is installed."""
    return Tools({}, Counter(estimate), PLAIN)


def measure(talks: Mapping[str, Sequence[Line]] | None = None) -> list[Figure]:
    """The figures of talks by what is added to their names; of all that ship, if none."""
    return asyncio.run(_measure(talks or {name: load(file) for name, file in TALKS.items()}))


async def _measure(talks: Mapping[str, Sequence[Line]]) -> list[Figure]:
    async with AsyncExitStack() as held:
        tools = await real_tools(held, [line.said for lines in talks.values() for line in lines])
        words = Tools({}, tools.counter)
        return [
            figure
            for name, lines in talks.items()
            for figure in _figures(name, await run(lines, tools), await run(lines, words), tools)
        ]


async def run(lines: Sequence[Line], tools: Tools, most: int = MOST) -> Tally:
    """Hold the conversation as the brain does; without a vector the words must do."""
    prompter, talk, tally = Prompter(_persona(), most), Conversation(DESK, heard_at=0.0), Tally()
    sizes, counter = Sizes(CONTEXT, CONTEXT - REPLY), tools.counter
    before: tuple[Message, ...] = ()
    read: tuple[Message, ...] = ()
    whole: list[tuple[Message, ...]] = []
    for number, line in enumerate(lines):
        voice = Voice(("you",), tools.vectors.get(line.said))
        plan = prompter.plan(talk, [line.said], _mood(number), sizes, blind=False, voice=voice)
        tokens = await counter.tokens(plan.messages)
        await _count(tally, plan, tokens, (before, read), counter)
        await _compare(tally, plan, whole, line, counter)
        if line.asked:
            tally.found[line.asked] = _where(line, plan)
        before = read = (*plan.messages, Message("assistant", line.reply))
        prompter.record(talk, plan, line.reply, Done(stop_reason="end", prompt_tokens=tokens))
        if block := prompter.due(talk, CONTEXT):
            prompter.fold(talk, block, CONTEXT)
            tally.blocks += 1
            read = prompter.beginning(talk, CONTEXT)
    return tally


def _mood(number: int) -> Expression:
    return express(DRIVES, MOODS[number % len(MOODS)])


async def _count(
    tally: Tally,
    plan: PromptPlan,
    tokens: int,
    known: tuple[Sequence[Message], Sequence[Message]],
    counter: Counter,
) -> None:
    """Add a prompt, and what of it the engine has read: for the turn before, and since."""
    before, read = known
    same = _same(plan.messages, before)
    tally.breaks += same < len(before)
    tally.tokens += tokens
    tally.reused += await counter.tokens(plan.messages[:same])
    tally.ready += await counter.tokens(plan.messages[: _same(plan.messages, read)])
    tally.turns.append(len(plan.history.turns))


def _same(ours: Sequence[Message], theirs: Sequence[Message]) -> int:
    """How many messages both begin with."""
    for place, (one, other) in enumerate(zip(ours, theirs, strict=False)):
        if one != other:
            return place
    return min(len(ours), len(theirs))


async def _compare(
    tally: Tally,
    plan: PromptPlan,
    whole: list[tuple[Message, ...]],
    line: Line,
    counter: Counter,
) -> None:
    """Add the prompt of whoever sends the last twenty turns whole."""
    mood = next(part.text for part in plan.late if part.name == "mood")
    turn = (Message("system", mood), Message("user", line.said))
    last = [message for one in whole[-PAIRS:] for message in one]
    shown = [*plan.messages[: plan.head], *last, *turn]
    tally.whole += await counter.tokens(shown)
    if line.asked:
        tally.found_whole += _stand(line, shown)
    whole.append((*turn, Message("assistant", line.reply)))


def _where(line: Line, plan: PromptPlan) -> str:
    """Where in the prompt a fact stands; "" for nowhere."""
    shown = plan.messages[plan.head :]
    places = {
        "recent": [one for one in shown[:-2] if one.role != "system"],
        "summary": [Message("system", plan.history.summary)],
        "told again": shown[-2:-1],
        "told again before": shown[:-1],
    }
    return next((name for name, messages in places.items() if _stand(line, messages)), "")


def _stand(line: Line, messages: Sequence[Message]) -> bool:
    text = "\n".join(one.content for one in messages).casefold()
    return all(key in text for key in line.keys)


def _figures(name: str, tally: Tally, by_words: Tally, tools: Tools) -> list[Figure]:
    places = [where for where in tally.found.values() if where]
    found = ", ".join(f"{places.count(one)} {one}" for one in sorted(set(places)))
    asked, settled = len(tally.found), tally.turns[PAIRS:] or tally.turns
    return [
        Figure(
            name=f"context: tokens saved{name}",
            value=tally.saved,
            aim=0.5,
            at_most=False,
            detail=f"{tally.tokens:,} against {tally.whole:,} for the last {PAIRS} pairs whole;"
            f" {min(settled)} to {max(settled)} turns whole (median {median(settled):g},"
            f" mean {mean(settled):.1f})",
        ),
        Figure(
            name=f"context: prefix reused{name}",
            value=tally.reuse,
            aim=0.85,
            at_most=False,
            detail=f"{tally.breaks} breaks for {tally.blocks} blocks;"
            f" {tally.ready / tally.tokens:.3f} with what is read while nobody talks",
        ),
        Figure(
            name=f"context: facts answerable of {asked}{name}",
            value=tally.answerable,
            aim=0.9 * asked,
            at_most=False,
            detail=f"{tools.how} ({found}); {by_words.answerable} by words alone;"
            f" {tally.found_whole} in the last {PAIRS} pairs",
        ),
    ]


# ---------------------------------------------------------------- real tools


async def real_tools(held: AsyncExitStack, said: Sequence[str]) -> Tools:
    """The real tokenizer and embedder as far as they are installed; `held` ends them."""
    folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
    vectors, count = await embedded(said, folder), await tokenizer(held, folder)
    how = "by vectors and words" if vectors else "by words alone: no embedder"
    how += "" if count else ", tokens estimated"
    return Tools(vectors, Counter(count or estimate), how)


async def embedded(said: Sequence[str], folder: Path) -> dict[str, Vector]:
    """The vector of each thing said; none where there is no embedder."""
    from sel.engine.embedder import ChildEmbedder

    embedder = ChildEmbedder(folder / "embed.log")
    try:
        return dict(zip(said, await embedder.embed(said), strict=True))
    except SelError:
        return {}
    finally:
        await embedder.stop()


async def tokenizer(held: AsyncExitStack, folder: Path) -> Count | None:
    """How the starter model counts, if it is installed."""
    from sel.engine import catalog
    from sel.engine.llm_config import LlmConfig
    from sel.engine.local import LocalEngine

    model = catalog.starter()
    if model is None:
        return None
    config = LlmConfig(path=str(model), context=512, slots=1)
    engine = LocalEngine(config, log_path=folder / "llm.log", rungs_path=folder / "rungs.json")
    held.push_async_callback(engine.stop)
    try:
        await engine.start()
    except SelError:
        return None
    return engine.count


def _persona() -> Persona:
    path = assets() / "persona.toml"
    return load_persona(path.read_text("utf-8"), path.name)[0]
