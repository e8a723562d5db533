"""What a character card would do, told before anything is done with it. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from sel.persona_events import ForeignView
from sel.porting.cards.becoming import exchanged, persona_of, style, temper_of
from sel.porting.cards.card import Card
from sel.porting.cards.wariness import warnings
from sel.porting.lore.book import Lorebook
from sel.porting.personas.checking import cost
from sel.prompt.tokens import TokenScale

LINE = 160
LOOKED_AT = (
    ("The name", "name"),
    ("The description", "description"),
    ("The personality", "personality"),
    ("The scenario", "scenario"),
    ("The first message", "first_mes"),
    ("The example dialogue", "mes_example"),
    ("The system prompt", "system_prompt"),
    ("The note after the history", "post_history_instructions"),
    ("The writer's note", "creator_notes"),
)


def preview(card: Card, id: str, scale: TokenScale | None = None) -> ForeignView:
    """What it is, what of it will be used, what it costs, what to look at. Raises `ForeignFile`
    for one that SEL does not take."""
    scale = scale or TokenScale()
    persona, book = persona_of(card), card.book
    parts = [(name, card.text(key)) for name, key in LOOKED_AT]
    parts += [("A greeting", text) for text in card.texts("alternate_greetings")]
    parts += [("The lorebook", one.content) for one in (book.entries if book else ())]
    told = dict.fromkeys(warnings(parts, card.texts("tags"), str(card.raw)))
    if book:
        told |= dict.fromkeys(book.refused)
    tokens = cost(persona, scale)
    creator = card.text("creator")
    return ForeignView(
        kind="card",
        title=f"{card.name}, a character card{f' by {_line(creator)}' if creator else ''}",
        used=tuple(_used(card, book, scale, tokens)),
        unused=tuple(_unused(card, book)),
        warnings=tuple(told),
        tokens=tokens,
        persona=id,
    )


def _used(card: Card, book: Lorebook | None, scale: TokenScale, tokens: int) -> Iterator[str]:
    persona = persona_of(card)
    yield f"about {tokens} tokens at the beginning of every prompt"
    if persona.greetings:
        yield _counted(len(persona.greetings), "way", "to begin")
    if persona.examples:
        yield _counted(len(persona.examples), "example exchange")
    if book:
        whole = sum(scale.count(one.content) for one in book.entries)
        most = f", at most {book.budget} in a turn" if book.budget else ""
        entries = "1 entry" if len(book.entries) == 1 else f"{len(book.entries)} entries"
        yield f"a lorebook of {entries}: {whole} tokens{most}"
    for hormone, (by, words) in temper_of(card).items():
        yield f"{hormone} rests {abs(by):.2f} {'higher' if by > 0 else 'lower'}: {', '.join(words)}"
    if wish := style(card):
        yield f"as style only: “{_line(wish)}”"


def _unused(card: Card, book: Lorebook | None) -> Iterator[str]:
    for name, key in (LOOKED_AT[6], LOOKED_AT[7]):
        if card.text(key):
            yield f"{name} is not obeyed: SEL stays an AI that says so, and keeps its rules"
    left = exchanged(card) - len(persona_of(card).examples)
    if left:
        yield _counted(left, "example exchange", "more, or too long")
    if book and book.ignored:
        yield f"decorators of the lorebook: {', '.join(book.ignored)}"
    if card.texts("tags"):
        yield f"tags: {_line(', '.join(card.texts('tags')))}"
    if note := card.text("creator_notes"):
        yield f"its writer's note: “{_line(note)}”"


def _counted(count: int, thing: str, more: str = "") -> str:
    return " ".join(filter(None, (f"{count}", thing if count == 1 else f"{thing}s", more)))


def _line(text: str) -> str:
    whole = " ".join(text.split())
    return whole if len(whole) <= LINE else f"{whole[: LINE - 1]}…"
