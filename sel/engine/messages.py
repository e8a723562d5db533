"""Messages re-arranged for models whose chat template knows fewer roles than SEL uses.

SEL puts what changes every turn (mood, memories, the time) into a system message just before the
newest one, so that the KV cache of everything earlier stays good. Many templates allow a system
message only at the beginning, some none at all. All functions here are pure and lose no text.
"""

from __future__ import annotations

from collections.abc import Sequence

from sel.engine.types import Message

_GAP = "\n\n"


def merge_late_system(messages: Sequence[Message]) -> tuple[Message, ...]:
    """System messages after the beginning become part of the following user message.

    System messages at the beginning are joined into one. A late one without a user message after
    it joins the user message before it; if there is none either, it becomes a user message.
    """
    head = 0
    while head < len(messages) and messages[head].role == "system":
        head += 1
    first = [Message("system", _join(messages[:head]))] if head else []
    return (*first, *_fold(messages[head:]))


def merge_all_system(messages: Sequence[Message]) -> tuple[Message, ...]:
    """No system message is left: each becomes part of the user message it belongs to."""
    return tuple(_fold(messages))


def join_same_role(messages: Sequence[Message]) -> tuple[Message, ...]:
    """Neighbours of one role become one message, for templates that insist on alternation."""
    joined: list[Message] = []
    for message in messages:
        if joined and joined[-1].role == message.role:
            joined[-1] = Message(message.role, _join((joined[-1], message)))
        else:
            joined.append(message)
    return tuple(joined)


def _join(messages: Sequence[Message]) -> str:
    return _GAP.join(message.content for message in messages)


def _fold(messages: Sequence[Message]) -> list[Message]:
    done: list[Message] = []
    waiting: list[Message] = []
    for message in messages:
        if message.role == "system":
            waiting.append(message)
        elif message.role == "user":
            done.append(Message("user", _join((*waiting, message))))
            waiting = []
        else:
            _settle(done, waiting)
            waiting = []
            done.append(message)
    _settle(done, waiting)
    return done


def _settle(done: list[Message], waiting: Sequence[Message]) -> None:
    """Put system messages that no user message follows where they do least harm."""
    if not waiting:
        return
    if done and done[-1].role == "user":
        waiting = (done.pop(), *waiting)
    done.append(Message("user", _join(waiting)))
