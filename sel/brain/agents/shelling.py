"""Commands for the machine, from the person at the desk: off, asked about each time, written down.

Without the person's own `[shell] enabled = true` in agents.toml nothing is run, asked or written
down; SEL says once in a conversation how to allow it, and only where the message is clearly meant
as a command.
"""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sel.agent_events import AgentAsked, AnswerShell, ShellAsked
from sel.agents.shell_detect import SURE, detect
from sel.agents.shell_run import Ask, Shell
from sel.agents.told import Refusal
from sel.agents.types import Answer
from sel.brain.agents.at_work import at_work
from sel.brain.agents.helped import Helped, ran
from sel.brain.listening import Heard
from sel.brain.memory.face import YOU
from sel.brain.recent import Asked, Recent
from sel.brain.stopwatch import Stopwatch
from sel.bus import Bus
from sel.cache.policy import SHELL
from sel.errors import InputRefused, SelError

NAME = "shell"
CLEAR = 0.9
"""Confidence from which SEL says that it does not run commands."""
ANSWER_SECONDS = 300.0
"""A question that nobody answers for so long has lapsed."""
OFF = (
    "I run no commands unless you let me: under [shell], write enabled = true and "
    'allow = ["git status"], or what you like, into agents.toml beside my settings (`sel paths` '
    "shows where)."
)


@dataclass(frozen=True, slots=True)
class Seems:
    """How surely a message is a command (0..1). It is kept without a word of the message."""

    confidence: float


class Shelling:
    """Runs commands after a yes. `make` builds the shell around a way to ask, where the person has
    switched it on. What was found to be a command lately is known from `recent`."""

    def __init__(self, make: Callable[[Ask], Shell] | None, bus: Bus, recent: Recent) -> None:
        self._make, self._bus, self._recent = make, bus, recent
        self._answer: asyncio.Future[bool] | None = None
        self._told_off: set[str] = set()

    def forget(self, channel: str) -> None:
        """The conversation of this channel begins anew."""
        self._told_off.discard(channel)

    def answer(self, command: AnswerShell) -> None:
        """The person's yes or no. Raises `InputRefused` where nothing is asked of them."""
        if self._answer is None or self._answer.done() or command.person != YOU:
            raise InputRefused("There is no command to decide about just now.")
        self._answer.set_result(command.yes)

    async def offer(self, text: str, channel: str, heard: Heard, watch: Stopwatch) -> Helped | None:
        """Run what the message surely is; None where it is no command."""
        asked = Asked(SHELL, channel, heard.people, text)
        seems = self._recent.found(asked, Seems, lambda: Seems(detect(text).confidence))
        if self._make is not None:
            sure = seems.confidence >= SURE
            return await self.run(detect(text).command, heard, watch) if sure else None
        if seems.confidence < CLEAR or channel in self._told_off:
            return None
        self._told_off.add(channel)
        return Helped(OFF, aside=True)

    async def run(self, command: str, heard: Heard, watch: Stopwatch) -> Helped:
        """Ask, run, and tell."""
        if self._make is None:
            return Helped(OFF, aside=True)
        shell = self._make(lambda words: self._ask(words, shell, heard))
        reason = "is a command for the machine"
        told = AgentAsked(turn_id=heard.turn_id, agent=NAME, asked=command, reason=reason)
        with at_work(self._bus, told) as work, watch.waiting(), watch.stage("agent"):
            try:
                work.answer, given = ran(await shell.run(command), command)
            except (Refusal, SelError) as error:
                text = error.sentence() if isinstance(error, SelError) else str(error)
                work.answer, given = Answer(NAME, text, ok=False), Helped(text)
        return given

    async def _ask(self, words: Sequence[str], shell: Shell, heard: Heard) -> bool:
        """The question, until it is answered, lapses or the turn is stopped."""
        self._answer = asyncio.get_running_loop().create_future()
        self._bus.publish(
            ShellAsked(
                turn_id=heard.turn_id,
                person=YOU,
                command=shlex.join(words),
                folder=str(shell.folder),
            )
        )
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await self._answer
        except TimeoutError:
            return False
        finally:
            self._answer = None
