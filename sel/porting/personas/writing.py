"""A persona as a TOML file that a person may edit, and that is read back the same. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from sel.prompt.persona import Example, Persona

HEAD = (
    "# A persona of SEL's. Change it as you like; what is not understood is named with its line.\n"
)
LONG = 80
"""Letters from which a text stands in lines of its own."""


def written(persona: Persona, note: str = "") -> str:
    """The file's text. `note` is a line that says where it came from."""
    lines = [HEAD + (f"# {' '.join(note.split())}\n" if note else "")]
    lines += [f"name = {_text(persona.name)}", f"identity = {_texts(persona.identity)}"]
    lines += _optional(persona)
    lines += [f"emoji = {persona.emoji}", f"first_words = {str(persona.first_words).lower()}"]
    if persona.greetings:
        lines += [
            "",
            "# How it begins; the first is the usual one.",
            f"greetings = {_texts(persona.greetings)}",
        ]
    if persona.about:
        lines += ["", "# How it is. A description, not orders.", f"about = {_text(persona.about)}"]
    if persona.baselines:
        lines += ["", "# What its hormones differ by from SEL's own, at rest.", "[baselines]"]
        lines += [f"{json.dumps(name)} = {value}" for name, value in persona.baselines]
    for example in persona.examples:
        lines += ["", *_example(example)]
    return "\n".join(lines) + "\n"


def _optional(persona: Persona) -> Iterator[str]:
    if persona.traits:
        yield f"traits = {_texts(persona.traits)}"
    yield f"voice = {_text(persona.voice)}"
    if persona.rules:
        yield f"rules = {_texts(persona.rules)}"


def _example(example: Example) -> Iterator[str]:
    yield "[[examples]]"
    if example.note:
        yield f"note = {_text(example.note)}"
    yield f"person = {_text(example.person)}"
    yield f"sel = {_text(example.sel)}"


def _texts(texts: Iterable[str]) -> str:
    rows = [_text(text) for text in texts]
    whole = f"[{', '.join(rows)}]"
    if len(whole) <= LONG and "\n" not in whole:
        return whole
    return "[\n" + "".join(f"  {row},\n" for row in rows) + "]"


def _text(text: str) -> str:
    if "\n" not in text:
        return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
    safe = text.replace("\\", "\\\\").replace('"""', '""\\"')
    safe = "".join(one if one >= " " or one in "\n\t" else f"\\u{ord(one):04x}" for one in safe)
    safe = safe.replace("\x7f", "\\u007f")
    if safe.endswith('"'):
        safe = safe[:-1] + '\\"'
    return f'"""\n{safe}"""'
