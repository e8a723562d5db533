"""Replies cut to the words that reached the person: the rest is unsaid, here and in the engine."""

from __future__ import annotations

from dataclasses import replace

from sel.brain.conversation import Conversation
from sel.prompt.history import Turn


def cut_to(raw: str, heard: str) -> str:
    """As much of the model's own text as `heard` is of what people were shown.

    Style steps change case, signs and emoji, never words: so words are counted.
    """
    words, at = _count(heard), 0
    for word in raw.split():
        if not words:
            break
        at = raw.index(word, at) + len(word)
        words -= _is_word(word)
    return raw[:at]


def cut_last(talk: Conversation, recorded: Turn, heard: str) -> Turn | None:
    """Cut a turn that ended in the history; what stands there now, None where it left already.

    Of a turn of which nothing was heard, nothing stays.
    """
    turns = talk.history.turns
    place = next((at for at in reversed(range(len(turns))) if _same(turns[at], recorded)), None)
    if place is None:
        return None
    reply = cut_to(recorded.reply, heard)
    cut = replace(turns[place], reply=reply, state="interrupted")
    left = (cut,) if reply else ()
    talk.history = replace(talk.history, turns=(*turns[:place], *left, *turns[place + 1 :]))
    return cut


def _same(one: Turn, other: Turn) -> bool:
    return (one.said, one.reply) == (other.said, other.reply)


def _count(text: str) -> int:
    return sum(map(_is_word, text.split()))


def _is_word(text: str) -> bool:
    return any(character.isalnum() for character in text)
