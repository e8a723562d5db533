"""Long conversations: when the oldest turns leave the prompt, and what stands for them then. Pure.

The history grows up to a high mark; then one block leaves at once, down to a low mark, and the
summary is replaced in the same moment. So the engine reads the history anew once a block. Between
two blocks it only grows. Blocks leave while nobody talks (`due`); only a history that no longer
fits is shortened within a turn (`pressed`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sel.prompt import digest
from sel.prompt.archive import Archive, Sentence
from sel.prompt.forgotten import holds, turn_holds
from sel.prompt.history import History, Turn
from sel.prompt.tokens import TokenScale

MOST = 1500
"""Tokens of earlier conversation in a prompt, unless a setting says otherwise: between the 1,000
and 2,000 of the predecessors."""
CONTEXT_SHARE = 0.5
"""Share of an engine's context that this may take: small contexts compress earlier."""
HIGH_TURNS, LOW_TURNS = 8, 4
"""Turns at the marks. `sel bench context` chose them: the higher, the more tokens; the closer
together, the more is read anew. Who allows more tokens than `MOST` has more turns whole."""
SUMMARY_TOKENS, TOLD_TOKENS = 60, 120
"""Most tokens of the summary and of what is told again."""
SUMMARY_SHARE, TOLD_SHARE = 0.1, 0.15
"""Most of the earlier conversation that these take where it is little."""
HIGH_SHARE, LOW_SHARE = 0.8, 0.4
"""Tokens of the turns at the marks, as shares of what they may have at all. Above the high one is
room for another turn, so that a block has left by the time it must."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """How much of a conversation a prompt holds. In tokens: `most` of all that was said earlier,
    of it `summary` and `told` (again). A block leaves above `high_turns` or `high_tokens`, down to
    `low_turns` and `low_tokens`."""

    most: int = MOST
    summary: int = SUMMARY_TOKENS
    told: int = TOLD_TOKENS
    high_turns: int = HIGH_TURNS
    low_turns: int = LOW_TURNS

    @classmethod
    def of(cls, context: int, most: int = MOST) -> Marks:
        """The marks for an engine's context, when at most so many tokens are wished for."""
        allowed = min(most, int(context * CONTEXT_SHARE))
        wider = max(1.0, allowed / MOST)
        return cls(
            most=allowed,
            summary=int(min(SUMMARY_TOKENS * wider, allowed * SUMMARY_SHARE)),
            told=int(min(TOLD_TOKENS * wider, allowed * TOLD_SHARE)),
            high_turns=int(HIGH_TURNS * wider),
            low_turns=int(LOW_TURNS * wider),
        )

    @property
    def history(self) -> int:
        """Most tokens of the history with its summary."""
        return self.most - self.told

    @property
    def high_tokens(self) -> int:
        """Tokens of the turns from which a block should leave."""
        return int((self.history - self.summary) * HIGH_SHARE)

    @property
    def low_tokens(self) -> int:
        """Tokens of the turns that stay then."""
        return int((self.history - self.summary) * LOW_SHARE)


MARKS = Marks()


def due(history: History, scale: TokenScale, marks: Marks = MARKS) -> tuple[Turn, ...]:
    """The block of oldest turns that should leave now; empty while there is room.

    Whole turns; the newest always stays. Ask after each turn: a summary of the block can be made
    while the person reads, and the block may stay until it is there.
    """
    sizes = [turn.tokens(scale) for turn in history.turns]
    if len(sizes) <= marks.high_turns and sum(sizes) <= marks.high_tokens:
        return ()
    return history.turns[: -_staying(sizes, marks.low_turns, marks.low_tokens)]


def _staying(sizes: Sequence[int], most: int, tokens: int) -> int:
    """How many of the newest turns are no more than this; one at least."""
    staying, stays = 0, 0
    for size in reversed(sizes):
        if stays and (stays >= most or staying + size > tokens):
            break
        staying, stays = staying + size, stays + 1
    return max(1, stays)


def compressed(  # noqa: PLR0913 - what a block is, and what is known of it
    history: History,
    archive: Archive,
    block: Sequence[Turn],
    scale: TokenScale,
    *,
    text: str = "",
    marks: Marks = MARKS,
) -> tuple[History, Archive]:
    """Both after the block has left: it is in the archive, and the summary is a new one.

    `text` is a model's summary of the archive's and the block (`digest.request`), "" to have the
    person's own sentences. A text made of turns that are gone from the history meanwhile
    (forgotten) is not used, nor are the turns. The notes of the turns that stay are dropped: what
    is behind the break is read anew anyway.
    """
    known = {id(turn) for turn in block}
    leaving = [turn for turn in history.turns if id(turn) in known]
    if not leaving:
        return history, archive
    staying = [turn for turn in history.turns if id(turn) not in known]
    history, archive = named(history, archive)
    grown = archive.added(leaving)
    sentences: tuple[Sentence, ...] = ()
    if text and len(leaving) == len(block):
        sentences = digest.written(text, grown, leaving, marks.summary, scale)
    summed = replace(
        grown,
        summary=sentences or digest.quoted(grown.entries, marks.summary, scale),
        quoted=not sentences,
    )
    shorter = replace(
        history,
        turns=tuple(turn.bare(company=archive.named) for turn in staying),
        forgotten=history.forgotten + len(leaving),
        summary=summed.summary_text,
    )
    return shorter, summed


def pressed(
    history: History, archive: Archive, room: int, scale: TokenScale, marks: Marks = MARKS
) -> tuple[History, Archive]:
    """Both as they are where the history has no more than its share and fits `room` tokens, else
    after a block has left, which must have been `due` for some time.

    The newest turn stays beyond its share, but not beyond `room`; then the summary gives way.
    """
    limit = min(room, marks.history)
    fewer, tokens = marks.low_turns, min(marks.low_tokens, limit // 2)
    size = history.tokens(scale)
    while history.turns and size > (limit if len(history.turns) > 1 else room):
        sizes = [turn.tokens(scale) for turn in history.turns]
        stays = _staying(sizes, fewer, tokens) if len(sizes) > 1 else 0
        block = history.turns[: max(1, len(sizes) - stays)]
        history, archive = compressed(history, archive, block, scale, marks=marks)
        fewer, tokens, size = 1, 0, history.tokens(scale)
    if size > room:
        history = replace(history, summary="")
    return history, archive


def named(
    history: History, archive: Archive, people: Sequence[str] = ()
) -> tuple[History, Archive]:
    """Both as they are while one person speaks alone with SEL; from when another does (one of the
    `people` who speak now, perhaps) with who said what. That breaks the prefix once."""
    spoke = [*history.turns, *(entry.turn for entry in archive.entries)]
    if archive.named or len({*people, *(one for turn in spoke for one in turn.people)}) < 2:
        return history, archive
    archive = replace(archive, named=True)
    turns = tuple(turn.bare(company=True) for turn in history.turns)
    summary = archive.summary_text if history.summary else ""
    return replace(history, turns=turns, summary=summary), archive


def without(
    history: History, archive: Archive, forgotten: Sequence[str]
) -> tuple[History, Archive]:
    """Both without what holds one of these words, and without what was made of that."""
    kept = tuple(turn for turn in history.turns if not turn_holds(turn, forgotten))
    left = archive.without(forgotten)
    same = left.summary == archive.summary and not holds(history.summary, forgotten)
    summary = history.summary if same else left.summary_text
    return replace(history, turns=kept, summary=summary), left
