"""The persona file: what reaches the prompt, what is reported, and where it is wrong."""

from dataclasses import fields

import pytest

from sel import paths
from sel.errors import PersonaError
from sel.prompt.persona import Persona, load

WHOLE = """
name = "Ada"
identity = ["You are {name}."]
traits = ["kind", "curious", "dry"]
voice = "Be brief."
rules = ["Never shout."]
emoji = 0.25
first_words = true
about = "{name} keeps bees."
greetings = ["Good day!"]
[baselines]
dopamine = 0.1
[[examples]]
note = "You feel {name}-like."
person = "who are you, {name}?"
sel = "I'm {name}."
"""


def test_every_field_reaches_the_prompt() -> None:
    persona, problems = load(WHOLE, "persona.toml")
    assert problems == []
    shown = "\n".join(message.content for message in persona.messages())
    for words in (
        "You are Ada.",
        "You are kind, curious and dry.",
        "Be brief.",
        "Never shout.",
        "Ada keeps bees.",
        "You feel Ada-like.",
        "who are you, Ada?",
        "I'm Ada.",
    ):
        assert words in shown
    assert "{name}" not in shown
    assert persona.emoji == 0.25
    assert persona.first_words
    assert persona.greetings == ("Good day!",)
    assert persona.baselines == (("dopamine", 0.1),)
    assert all(one.name in WHOLE for one in fields(Persona))


def test_examples_stand_as_exchanges() -> None:
    persona, _ = load(WHOLE, "persona.toml")
    assert [m.role for m in persona.messages()] == ["system", "system", "user", "assistant"]


def test_the_default_file_is_whole_short_and_says_it_is_an_ai() -> None:
    text = (paths.assets() / "persona.toml").read_text("utf-8")
    persona, problems = load(text, "persona.toml")
    assert problems == []
    assert len(persona.system_text()) < 200
    assert "program" in persona.system_text()
    assert all(one.name in text for one in fields(Persona))
    notes = [example.note for example in persona.examples]
    assert notes
    assert all(note.startswith("You feel ") for note in notes)
    assert persona.first_words


def test_an_empty_file_is_the_default() -> None:
    assert load("", "x") == (Persona(), [])
    assert "SEL" in Persona().system_text()


def test_unknown_fields_are_reported_with_their_line() -> None:
    persona, problems = load('name = "Ada"\n\nbirthplace = "Paris"\n[hobbies]\na = 1\n', "p.toml")
    assert persona.name == "Ada"
    assert [(p.where, "birthplace" in p.text) for p in problems] == [
        ("p.toml, line 3", True),
        ("p.toml, line 4", False),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('name = "Ada"\nvoice = oops\n', 2),
        ('name = "Ada"\n\nvoice = 3\n', 3),
        ('name = ""\n', 1),
        ('\ntraits = ["kind", 3]\n', 2),
        ("emoji = 2\n", 1),
        ("first_words = 1\n", 1),
        ("emoji = true\n", 1),
        ('name = "A"\n[[examples]]\nperson = "hi"\n', 2),
        ('[[examples]]\nperson = "hi"\nsel = "ho"\nmood = "x"\n', 1),
        ('name = "unclosed', 1),
    ],
)
def test_wrong_files_name_the_line(text: str, line: int) -> None:
    with pytest.raises(PersonaError) as caught:
        load(text, "persona.toml")
    assert caught.value.where == f"persona.toml, line {line}"
    assert "default" in caught.value.hint
