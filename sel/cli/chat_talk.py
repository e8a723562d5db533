"""One conversation over lines: takes them one by one, prints what comes, ends well.

Knows the brain's commands and events, and neither how lines come nor how events look.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Iterator, Sequence
from typing import Protocol

from sel.agent_events import AnswerShell, ShellAsked
from sel.bus import Subscription
from sel.cli import chat_agents, chat_commands, chat_image, chat_remember, chat_voice
from sel.cli.chat_lines import Lines
from sel.cli.chat_memory import Answer, Recollection
from sel.cli.chat_print import Printer
from sel.errors import SelError
from sel.events import (
    DESK,
    Command,
    Event,
    Interrupt,
    SendMessage,
    TurnEnded,
    TurnFailed,
)
from sel.media.bringing import Brought
from sel.memory_events import ConsentAsked
from sel.voice_events import SetVoice

LEFT = 130
"""Exit code after Ctrl+C (128 + SIGINT)."""

ASK_SECONDS = 2.0
"""Longest wait for the question to a person whom the memory does not know yet."""


class Brain(chat_remember.Brain, Protocol):
    """The brain as this face sees it."""

    async def start(self) -> None:
        """Begin to wake; returns at once."""
        ...

    async def stop(self) -> None:
        """End; returns when all is gone."""
        ...

    def subscribe(self) -> Subscription:
        """Events from now on."""
        ...


class Talk:
    """A conversation at the desk. `patient` waits for each reply before the next line is taken;
    with `aloud` the voice is on from the start; `files` go with the first message."""

    def __init__(  # noqa: PLR0913 - between whom, and how
        self,
        brain: Brain,
        printer: Printer,
        lines: Lines,
        *,
        patient: bool,
        aloud: bool = False,
        files: Sequence[Brought] = (),
    ) -> None:
        self._brain, self._printer, self._lines = brain, printer, lines
        self._patient, self._aloud, self._files = patient, aloud, files
        self._voice = chat_voice.Aloud(brain)
        self._recollection = Recollection()
        self._asked = asyncio.Event()
        self._open: set[str] = set()
        self._ended_early: set[str] = set()
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._failed = False
        self._left = False
        self._stopping: asyncio.Task[str] | None = None

    async def run(self) -> int:
        """Talk until the lines end; the exit code. Raises `BrokenPipeError` as stdout does."""
        subscription = self._brain.subscribe()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._listen(subscription), name="chat:listen")
                with self._hear_ctrl_c():
                    await self._take_lines()
                await self._brain.stop()
                subscription.close()
        except BaseExceptionGroup as failed:
            await self._brain.stop()
            raise failed.exceptions[0] from None
        return LEFT if self._left else int(self._failed)

    async def _take_lines(self) -> None:
        await self._brain.start()
        await self._be_asked()
        if self._aloud:
            await self._obey(SetVoice(on=True))
        self._printer.ask()
        while (line := await self._lines.next()) is not None and not self._left:
            self._printer.taken()
            if line.strip() == "/quit":
                break
            await self._take(line)
            if self._patient:
                await self._quiet.wait()
            elif self._quiet.is_set():
                self._printer.ask()
        await self._quiet.wait()
        if not self._left:
            await self._voice.said()
        self._printer.end()

    async def _be_asked(self) -> None:
        """Let whoever is here for the first time be asked before the first line is taken.

        So the answer cannot be taken for a message. Where the memory fails, the brain tells it.
        """
        with contextlib.suppress(SelError, TimeoutError):
            if await self._brain.consent(chat_remember.YOU) == "unasked":
                async with asyncio.timeout(ASK_SECONDS):
                    await self._asked.wait()

    async def _take(self, line: str) -> None:
        if not line.strip():
            return
        try:
            if chat_image.is_shown(line):
                await self._send(chat_image.read(line))
            elif chat_commands.is_command(line) and not chat_agents.is_asked(line):
                self._say(await chat_commands.obey(line, self._brain, self._recollection))
            elif (answer := self._recollection.answer(line)) is not None:
                await self._answer(answer)
            else:
                files, self._files = self._files, ()
                await self._send(chat_image.with_files(line, files))
        except SelError as error:
            self._failed = self._failed or self._patient
            self._printer.note(error.sentence())
        await asyncio.sleep(0)  # what it brought about is told before the next line is asked for

    async def _send(self, message: SendMessage) -> None:
        self._voice.typed(message.text)
        try:
            self._expect(await self._brain.submit(message))
        except SelError:
            self._voice.typed(message.text, -1)
            raise

    async def _obey(self, command: Command) -> None:
        try:
            await self._brain.submit(command)
        except SelError as error:
            self._failed = True
            self._printer.note(error.sentence())

    async def _answer(self, answer: Answer) -> None:
        """Do what was answered to a question of SEL's."""
        if isinstance(answer, str):
            self._say(answer)
        else:
            await self._brain.submit(answer)

    def _say(self, text: str) -> None:
        if text:
            self._printer.say(text)

    # ------------------------------------------------------------ replies

    async def _listen(self, subscription: Subscription) -> None:
        async for event in subscription:
            self._recollection.hear(event)
            if spoken := self._voice.hear(event):
                self._printer.heard(spoken)
            self._printer.show(event)
            if event.channel == DESK:
                await self._take_fact(event)

    async def _take_fact(self, event: Event) -> None:
        if isinstance(event, ShellAsked) and self._patient:  # nobody is there to be asked
            with contextlib.suppress(SelError):  # it may have been stopped meanwhile
                await self._brain.submit(AnswerShell(yes=False))
        if isinstance(event, ConsentAsked):
            self._asked.set()
        if isinstance(event, TurnEnded):
            self._end(event)

    def _expect(self, turn_id: str) -> None:
        """A reply is to come, unless it was quicker than the answer to our wish."""
        if turn_id in self._ended_early:
            self._ended_early.discard(turn_id)
        elif turn_id:
            self._open.add(turn_id)
            self._quiet.clear()

    def _end(self, event: Event) -> None:
        self._stopping = None
        self._failed = self._failed or isinstance(event, TurnFailed)
        if event.turn_id in self._open:
            self._open.discard(event.turn_id)
        else:
            self._ended_early.add(event.turn_id)
        # Messages answered together end as one turn, so silence of the channel ends them all.
        channel = self._brain.snapshot().channels.get(DESK)
        if channel is None or not channel.answering:
            self._open.clear()
        if not self._open:
            self._quiet.set()
            if not self._patient:
                self._printer.ask()

    # ------------------------------------------------------------ Ctrl+C

    @contextlib.contextmanager
    def _hear_ctrl_c(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGINT, self._on_ctrl_c)
        try:
            yield
        finally:
            loop.remove_signal_handler(signal.SIGINT)

    def _on_ctrl_c(self) -> None:
        """The first one stops the reply, the next one (or one between replies) leaves."""
        resting = self._quiet.is_set() and not self._voice.speaking
        if resting or self._stopping is not None:
            self._left = True
            self._quiet.set()
            self._voice.done.set()
            self._lines.end()
            return
        self._stopping = asyncio.get_running_loop().create_task(
            self._brain.submit(Interrupt()), name="chat:stop"
        )
