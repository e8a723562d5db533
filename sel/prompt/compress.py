"""Long conversations: when the oldest turns leave the prompt, and what stands for them then. Pure.

The history grows up to a high mark; then one block leaves at once, down to a low mark, and the
summary is replaced in the same moment. So the engine reads the history anew once a block. Between
two blocks it only grows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sel.engine.embedding import Vector
from sel.prompt import digest
from sel.prompt.archive import Archive, Sentence
from sel.prompt.forgotten import turn_holds
from sel.prompt.history import History, Turn
from sel.prompt.tokens import TokenScale

LEAST_BLOCK = 3
"""Turns that leave together at least, so that long messages do not break the prefix each turn."""
HIGH_SHARE, LOW_SHARE, SUMMARY_SHARE = 0.45, 0.18, 0.06
"""Most of a prompt's room that the history takes at its marks, and the summary in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Where a block leaves (whichever is passed first), what stays, and the summary's tokens.

    `sel bench context` chose them: the higher, the more tokens; the closer together, the more is
    read anew.
    """

    high_turns: int = 7
    high_tokens: int = 900
    low_turns: int = 3
    low_tokens: int = 320
    summary: int = 90

    def within(self, room: int) -> Marks:
        """The marks for a prompt of at most `room` tokens."""
        return replace(
            self,
            high_tokens=min(self.high_tokens, int(room * HIGH_SHARE)),
            low_tokens=min(self.low_tokens, int(room * LOW_SHARE)),
            summary=min(self.summary, int(room * SUMMARY_SHARE)),
        )


MARKS = Marks()


def due(history: History, scale: TokenScale, marks: Marks = MARKS) -> tuple[Turn, ...]:
    """The block of oldest turns that should leave now; empty while there is room.

    Whole turns; the newest always stays. Ask after each turn: a summary of the block can be made
    while the person reads, and the block may stay until it is there.
    """
    sizes = [turn.tokens(scale) for turn in history.turns]
    if len(sizes) <= marks.high_turns and sum(sizes) <= marks.high_tokens:
        return ()
    staying, stays = 0, 0
    for size in reversed(sizes):
        if stays and (stays >= marks.low_turns or staying + size > marks.low_tokens):
            break
        staying, stays = staying + size, stays + 1
    block = history.turns[: len(sizes) - stays]
    return block if len(block) >= LEAST_BLOCK else ()


def compressed(  # noqa: PLR0913 - what a block is, and what is known of it
    history: History,
    archive: Archive,
    block: Sequence[Turn],
    scale: TokenScale,
    *,
    text: str = "",
    vectors: Sequence[Vector | None] = (),
    marks: Marks = MARKS,
) -> tuple[History, Archive]:
    """Both after the block has left: it is in the archive, and the summary is a new one.

    `text` is a model's summary of the archive's and the block (`digest.request`), "" to have the
    person's own sentences; `vectors` are of what was said in each turn of the block. A text made
    of turns that are gone from the history meanwhile (forgotten) is not used, nor are the turns.
    The notes of the turns that stay are dropped: what is behind the break is read anew anyway.
    """
    known = {id(turn) for turn in block}
    leaving = [turn for turn in history.turns if id(turn) in known]
    if not leaving:
        return history, archive
    by_turn = dict(zip(map(id, block), vectors, strict=False))
    grown = archive.added(leaving, [by_turn.get(id(turn)) for turn in leaving])
    sentences: tuple[Sentence, ...] = ()
    if text and len(leaving) == len(block):
        sentences = digest.written(text, grown, leaving, marks.summary, scale)
    summed = replace(
        grown,
        summary=sentences or digest.quoted(grown.entries, marks.summary, scale),
        quoted=not sentences,
    )
    staying = tuple(turn.bare() for turn in history.turns if id(turn) not in known)
    shorter = replace(
        history,
        turns=staying,
        forgotten=history.forgotten + len(leaving),
        summary=summed.summary_text,
    )
    return shorter, summed


def without(
    history: History, archive: Archive, forgotten: Sequence[str]
) -> tuple[History, Archive]:
    """Both without what holds one of these words, and without what was made of that."""
    kept = tuple(turn for turn in history.turns if not turn_holds(turn, forgotten))
    left = archive.without(forgotten)
    return replace(history, turns=kept, summary=left.summary_text), left
