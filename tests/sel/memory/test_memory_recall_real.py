"""What is told for everyday messages, with the real embedder: what belongs to them, and no more."""

from pathlib import Path

import pytest
from lent import LentEmbedder
from stands import DAY, NOW, row

from sel.memory.library import Library
from sel.memory.recall import recall

pytestmark = pytest.mark.real

FACTS = [
    "I live in Lisbon.",
    "My sister Mara is a nurse.",
    "I'm allergic to peanuts.",
    "I have a dog called Bruno.",
    "I hate getting up early.",
    "My job interview is on Friday.",
    "I love cycling along the river.",
    "I play the cello.",
    "My grandmother died last spring.",
    "I work as a carpenter.",
    "I'm learning Portuguese.",
    "My birthday is on May 3rd.",
    "I prefer tea to coffee.",
    "My rent goes up in January.",
    "I'm saving for a trip to Japan.",
    "We moved into a flat above the bakery last autumn.",
    "I take the ferry to the office.",
]

BELONGS = {
    "Where do I live these days?": "Lisbon",
    "What does my sister do for work?": "nurse",
    "What's the name of my pet again?": "Bruno",
    "I'm so nervous about the meeting with them on Friday": "interview",
    "Which instrument do I play?": "cello",
    "I miss my granny so much today": "grandmother",
    "What is my profession, do you remember?": "carpenter",
    "Which language am I studying?": "Portuguese",
    "How old will I be on my next birthday?": "May 3rd",
    "Should I make myself something to drink?": "tea",
    "Where do I want to travel next?": "Japan",
    "I went out on my bike by the water": "cycling",
    "What shop is under my home?": "bakery",
    "How do I get to work?": "ferry",
    "What do I do for a living?": "carpenter",
}

STRANGE = [
    "Can you write a python function that sorts a list?",
    "What is the capital of Mongolia again?",
    "How does photosynthesis work in plants?",
    "I think that you are quite funny",
    "Fix this regular expression for me please",
    "What do you think about free will?",
    "Thank you so much for your help",
    "What is the difference between tcp and udp?",
    "Who won the second world war?",
    "That was a good answer, well done",
]


def count(text: str) -> int:
    """About what a tokenizer makes of it."""
    return len(text) // 4 + 1


@pytest.mark.asyncio(loop_scope="session")
async def test_what_belongs_is_told_and_what_does_not_is_not(
    lent_embedder: LentEmbedder, tmp_path: Path
) -> None:
    library = Library.open(tmp_path / "memory")
    library.answer("you", "yes", NOW)
    rows = [row(str(n), text, at=NOW - n * DAY) for n, text in enumerate(FACTS)]
    library.add_many("you", rows, await lent_embedder.embed(FACTS))

    async def told(message: str) -> list[str]:
        (vector,) = await lent_embedder.embed([message])
        hits = library.search(message, vector, person="you", scopes=("desk",), k=12, now=NOW)
        return [hit.memory.text for hit in recall(hits, 200, count)]

    answers = {message: await told(message) for message in (*BELONGS, *STRANGE)}
    library.close()
    missed = {m: answers[m] for m, wanted in BELONGS.items() if wanted not in str(answers[m])}
    assert len(missed) <= 1, missed
    assert sum(len(answers[message]) for message in BELONGS) <= 2 * len(BELONGS), answers
    assert [answers[message] for message in STRANGE if answers[message]] == []
