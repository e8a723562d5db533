"""What a persona's text comes to: its problems with their lines, its tokens, its temper. Pure."""

from __future__ import annotations

import re

from sel.affect.hormones import HORMONES, NAMES, Levels
from sel.errors import PersonaError
from sel.persona_events import CheckView, ProblemView
from sel.prompt.persona import Persona, load
from sel.prompt.tokens import TokenScale

LONGEST = 200_000
"""Characters of a persona's file."""
LARGE = 1_500
"""Tokens of a head that are worth a word: a third of a context of 4,096."""

_LINE = re.compile(r"line (\d+)")


def checked(text: str, scale: TokenScale | None = None) -> tuple[Persona | None, CheckView]:
    """The persona of a text, None where it cannot be used, and what is to be said of it."""
    if len(text) > LONGEST:
        return None, _final(f"It is too long: {len(text):,} characters, {LONGEST:,} at most.", 0)
    try:
        persona, problems = load(text, "here")
    except PersonaError as error:
        return None, _final(error.title, _line(error.where))
    found = [ProblemView(line=_line(one.where), text=one.text) for one in problems]
    found += [
        ProblemView(line=_at(text, name), text=f"There is no hormone {name!r}.")
        for name, _ in persona.baselines
        if name not in NAMES
    ]
    tokens = cost(persona, scale or TokenScale())
    if tokens > LARGE:
        found.append(
            ProblemView(
                line=0, text=f"About {tokens} tokens: models with a small context see less."
            )
        )
    view = CheckView(
        name=persona.name, tokens=tokens, temper=in_words(persona), problems=tuple(found)
    )
    return persona, view


def cost(persona: Persona, scale: TokenScale) -> int:
    """About how many tokens a persona takes at the beginning of every prompt."""
    return sum(scale.message(message.content) for message in persona.messages())


def temper(persona: Persona) -> Levels:
    """What its baselines differ by from SEL's own, one per hormone."""
    offsets = dict(persona.baselines)
    return tuple(offsets.get(name, 0.0) for name in NAMES)


def in_words(persona: Persona) -> tuple[str, ...]:
    """The same, in words."""
    offsets = dict(persona.baselines)
    return tuple(
        f"{hormone.name} {offsets[hormone.name]:+.2f} ({hormone.meaning.split(';')[0]})"
        for hormone in HORMONES
        if offsets.get(hormone.name)
    )


def _final(text: str, line: int) -> CheckView:
    return CheckView(problems=(ProblemView(line=line, text=text, final=True),))


def _line(where: str) -> int:
    match = _LINE.search(where)
    return int(match[1]) if match else 0


def _at(text: str, name: str) -> int:
    """The line a hormone's name begins."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.lstrip().lstrip("\"'").startswith(name):
            return number
    return 0
