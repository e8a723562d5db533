"""Five conversations of 200 messages in five voices, each with about 25 things worth keeping.

They were labelled before the rules were looked at. Measured blind, the rules of that day kept 1
of 25 of `allotment` (an English dinner lady, seldom straight), 5 of 25 of `pipeline` (a
programmer without capitals) and 5 of 25 of `tramdriver` (English as a third language, with role
play and exercises). The rules were widened with the first two only; `tramdriver` was then 16 of
25. `trucker` came after that: 3 of 24 were kept at its first reading, and it was mended with,
too. What is held here is what nobody shall make worse. What a message alone does not tell ("she's
a paramedic": who?) stays out of reach. Four of the five junk ones of `tramdriver` are lines of a
role play that an earlier message began. `tester` (Indian English, plain words) was written last:
16 of 25 at its first reading, with one thing nobody had marked; then it was mended with, too.
"""

import json
from pathlib import Path

import pytest

from sel.memory.reading.candidates import candidates

HERE = Path(__file__).parent


def read(name: str) -> list[dict[str, object]]:
    messages = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    assert isinstance(messages, list)
    return messages


def marks_of(message: dict[str, object]) -> list[str]:
    marks = message.get("keep", [])
    assert isinstance(marks, list)
    return [str(mark).casefold() for mark in marks]


@pytest.mark.parametrize(
    ("name", "wanted", "least", "most_junk"),
    [
        ("allotment", 25, 24, 0),
        ("pipeline", 25, 20, 0),
        ("tramdriver", 25, 16, 5),
        ("trucker", 24, 19, 3),
        ("tester", 25, 21, 1),
    ],
)
def test_voices(name: str, wanted: int, least: int, most_junk: int) -> None:
    messages = read(name)
    right = junk = labelled = 0
    for message in messages:
        marks = marks_of(message)
        found = [one.text.casefold() for one in candidates(str(message["say"]))]
        labelled += len(marks)
        right += sum(any(mark in text for text in found) for mark in marks)
        junk += sum(not any(mark in text for mark in marks) for text in found)
    assert (len(messages), labelled) == (200, wanted)
    assert right >= least
    assert junk <= most_junk


@pytest.mark.parametrize("name", ["allotment", "pipeline", "tramdriver", "trucker", "tester"])
def test_what_is_kept_is_a_quote(name: str) -> None:
    for message in read(name):
        said = str(message["say"])
        for one in candidates(said):
            assert one.quote in said
            assert one.text[-1] in ".!?…\"”'’)"
