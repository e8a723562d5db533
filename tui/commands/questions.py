"""What SEL asks in the conversation, in words, and what each answer does."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from sel.agent_events import AnswerShell, ShellAsked
from sel.counting import counted, counted_all
from sel.errors import SelError
from sel.events import Command
from sel.memory_events import (
    AnswerConsent,
    ConsentAnswer,
    DecideMemory,
    ForgetMemories,
    MemoryView,
)
from sel.session_events import DeleteSession, SessionView
from tui.text import one_line
from tui.widgets.ask import Question

if TYPE_CHECKING:
    from tui.session_port import SessionsPort

Submit = Callable[[Command], Awaitable[None]]
"""Hands a command to the brain. Raises `SelError` where it is refused."""

CONSENT, WITHDRAW, FORGET, PROPOSAL = "consent", "withdraw", "forget", "proposal"
COMMAND = "command"
SESSION = "session"
NAMED = 6
"""Memories named before the rest is only counted."""
WIDEST = 90
COUNT_SECONDS = 0.5
"""Longest wait for a figure in a question."""

NOTHING = "nothing was forgotten"


def consent(text: str, submit: Submit) -> Question:
    """May SEL remember this person? `text` is the brain's wording."""
    answers: tuple[ConsentAnswer, ...] = ("yes", "not_now", "never")

    async def take(number: int) -> None:
        await submit(AnswerConsent(answer=answers[number]))

    return Question(CONSENT, "may I remember you?", text, ("yes", "not now", "never"), take)


def withdraw(count: int, notes: int, talks: int, submit: Submit) -> Question:
    """They want to be remembered no longer: what of what there is?"""
    answers: tuple[ConsentAnswer, ...] = ("withdraw_keep", "withdraw_erase")

    async def take(number: int) -> str | None:
        if number >= len(answers):
            return "nothing changed; I go on remembering"
        await submit(AnswerConsent(answer=answers[number]))
        return None

    all_of_it = counted_all(count, notes, talks)
    text = f"I will keep nothing new. There are {all_of_it} of you: what of them?"
    return Question(
        WITHDRAW, "stop remembering", text, ("keep them", "erase them all", "go on as before"), take
    )


async def kept_talks(brain: SessionsPort) -> int:
    """How many conversations are kept: they go where everything does."""
    return sum(one.kept for one in await brain.sessions())


async def going_too(brain: SessionsPort, memories: Sequence[MemoryView]) -> int | None:
    """How many turns would go with these; None where that is not known soon enough to ask."""
    try:
        async with asyncio.timeout(COUNT_SECONDS):
            return await brain.turns_quoting([one.id for one in memories])
    except (TimeoutError, SelError):
        return None


def forget(memories: Sequence[MemoryView], submit: Submit, turns: int | None = None) -> Question:
    """Shall these go for good? So many turns go, too, if it is known."""

    async def take(number: int) -> str:
        if number:
            return NOTHING
        await submit(ForgetMemories(ids=tuple(memory.id for memory in memories)))
        return ""

    lines = [f"· {one_line(memory.text, WIDEST)}" for memory in memories[:NAMED]]
    if len(memories) > NAMED:
        lines.append(f"· and {counted(len(memories) - NAMED, 'others')}")
    one = len(memories) == 1
    goes, it = ("This goes", "it") if one else ("These go", "them")
    tail = f"{goes} for good, with all that was made from {it}{_said_too(turns, it)}."
    return Question(
        FORGET,
        "forget this?" if one else f"forget {counted(len(memories), 'memories')}?",
        "\n".join([*lines, "", tail]),
        ("forget", "leave"),
        take,
    )


def _said_too(turns: int | None, it: str) -> str:
    if turns is None:
        return " and where it was said"
    if not turns:
        return f"; nothing we said holds {it}"
    hold = "holds" if turns == 1 else "hold"
    return f", and {counted(turns, 'turns')} of our conversations that {hold} {it}"


def forget_all(count: int, notes: int, talks: int, submit: Submit) -> Question:
    """Shall everything of this person go for good, the conversations that are kept as well?"""

    async def take(number: int) -> str:
        if number:
            return NOTHING
        await submit(ForgetMemories(everything=True))
        return ""

    text = (
        f"All {counted_all(count, notes, talks)} of you go for good: every word, its vector, its "
        "place on the map, and all that was made from them. I may go on remembering new things."
    )
    return Question(FORGET, "forget everything?", text, ("forget everything", "leave"), take)


def proposal(memory: MemoryView, submit: Submit) -> Question:
    """May SEL keep this?"""

    async def take(number: int) -> str:
        await submit(DecideMemory(keep=not number))
        return "not kept" if number else ""

    text = one_line(memory.text, 4 * WIDEST)
    return Question(PROPOSAL, "shall I keep this?", text, ("keep", "drop"), take)


def delete_session(session: SessionView, submit: Submit) -> Question:
    """Shall this conversation go for good, and what was remembered from it?"""

    async def take(number: int) -> str:
        if number > 1:
            return "nothing was deleted"
        await submit(DeleteSession(session=session.id, memories=number == 1))
        return ""

    name = one_line(session.title or session.opening, WIDEST) or "this conversation"
    text = (
        f"{name}\n\n{counted(session.messages, 'messages')} of all its branches go for good: "
        "their words are in no file afterwards. What I remembered from it may stay, or go, too."
    )
    answers = ("delete", "and what I remembered", "leave")
    return Question(SESSION, "delete this conversation?", text, answers, take)


def command(asked: ShellAsked, submit: Submit) -> Question:
    """May SEL run this command on the person's machine?"""

    async def take(number: int) -> str:
        await submit(AnswerShell(yes=not number))
        return ""

    text = f"{asked.command}\n\nIn {asked.folder}, as you. It is written into the log of commands."
    return Question(COMMAND, "shall I run this?", text, ("run it", "no"), take)
