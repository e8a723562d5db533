"""A character card as a persona of SEL's: what is taken over, and how. Pure.

Whatever a card says, SEL stays an AI that says so: the first lines are SEL's own, and all of the
card's words stand below them as a description. A card's orders to the model are read as style, and
not at all where they would have it say untrue things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sel.porting.cards.card import Card
from sel.porting.cards.macros import USER, filled
from sel.porting.cards.tempering import tempered
from sel.porting.cards.wariness import orders
from sel.prompt.persona import Example, Persona

IDENTITY = ("You are {name}, an AI companion.", "You are a computer program, not a person.")
MOST_EXAMPLES = 4
LONGEST_EXAMPLE = 600
"""Characters of either half of an example."""
LONGEST_STYLE = 800
MOST_GREETINGS = 20
LONGEST_GREETING = 6_000

_START = re.compile(r"<start>", re.IGNORECASE)


def persona_of(card: Card) -> Persona:
    """The persona a card becomes."""
    name = card.name
    offsets = temper_of(card)
    return Persona(
        name=name,
        identity=IDENTITY,
        voice="",
        about=_about(card),
        examples=tuple(examples(card)),
        greetings=tuple(greetings(card)),
        baselines=tuple((hormone, by) for hormone, (by, _) in offsets.items()),
    )


def temper_of(card: Card) -> dict[str, tuple[float, tuple[str, ...]]]:
    """What its hormones differ by, and the words it comes from."""
    return tempered(card.text("personality"), card.text("description"), *card.texts("tags"))


def greetings(card: Card) -> Iterator[str]:
    """Its first message, and those it could have been."""
    first = card.text("first_mes") or card.text("char_greeting")
    rows = [first, *card.texts("alternate_greetings")][:MOST_GREETINGS]
    for one in rows:
        text = filled(one, card.name, "you")[:LONGEST_GREETING].strip()
        if text:
            yield text


def style(card: Card) -> str:
    """What it would tell the model, as far as that may be read as a wish for a style."""
    rows = (card.text("system_prompt"), card.text("post_history_instructions"))
    kept = [one for one in rows if one and not orders(one)]
    return filled("\n".join(kept), card.name).strip()[:LONGEST_STYLE]


def _about(card: Card) -> str:
    told = card.text("description") or card.text("char_persona")
    mind, place = card.text("personality"), card.text("scenario") or card.text("world_scenario")
    wish = style(card)
    rows = (
        told,
        f"Personality: {mind}" if mind else "",
        f"Scenario: {place}" if place else "",
        f"Its writer's wishes for the style: {wish}" if wish else "",
    )
    return filled("\n".join(row for row in rows if row), card.name).strip()


def examples(card: Card) -> Iterator[Example]:
    """Its example messages, as exchanges; the first few that are short enough."""
    left = MOST_EXAMPLES
    text = card.text("mes_example") or card.text("example_dialogue")
    for block in _START.split(text):
        for person, sel in _exchanges(block, card.name):
            if left and person and sel and max(len(person), len(sel)) <= LONGEST_EXAMPLE:
                left -= 1
                yield Example(person=person, sel=sel)


def exchanged(card: Card) -> int:
    """How many exchanges there are in its example messages."""
    text = card.text("mes_example") or card.text("example_dialogue")
    return sum(1 for block in _START.split(text) for _ in _exchanges(block, card.name))


def _exchanges(block: str, name: str) -> Iterator[tuple[str, str]]:
    person = ""
    for who, text in _spoken(filled(block, name, USER), name):
        if who == USER:
            person = text
        elif person:
            yield person, text
            person = ""


def _spoken(block: str, name: str) -> Iterator[tuple[str, str]]:
    """(who, what) of lines that begin with a name; what follows belongs to it."""
    who, lines = "", list[str]()
    for line in block.split("\n"):
        speaker = next((one for one in (USER, name) if line.lstrip().startswith(f"{one}:")), "")
        if speaker:
            if who:
                yield who, "\n".join(lines).strip()
            who, lines = speaker, [line.lstrip()[len(speaker) + 1 :]]
        else:
            lines.append(line)
    if who:
        yield who, "\n".join(lines).strip()
