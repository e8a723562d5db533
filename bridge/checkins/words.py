"""What SEL asks when it looks in on somebody. No guilt, no claims: it is a program that asks."""

from __future__ import annotations

from collections.abc import Sequence

from bridge.checkins.pattern import MOST_UNANSWERED

QUESTIONS: Sequence[str] = (
    "Hello {name}, just looking in, as you wished. How are you?",
    "Hi {name}. How has your day been? There is no need to answer.",
    "Hello {name}. Is there something you would like to talk about? If not, that is fine.",
)
LAST = (
    "Hello {name}. I have asked a few times, so I will not ask again. I am here whenever you "
    "write; `/sel checkins on` starts it anew."
)
ON = (
    "All right. After a day without a word from you I may ask how you are, in direct messages, "
    "at an hour at which you usually write, at most once a day. `/sel checkins off` ends it."
)
OFF = "All right, I will not ask. What I kept for it is gone."


def question(name: str, unanswered: int) -> str:
    """The question that follows so many without an answer; the last one says that it is."""
    words = LAST if unanswered + 1 >= MOST_UNANSWERED else QUESTIONS[unanswered % len(QUESTIONS)]
    return words.format(name=name)
