"""Segments to sound through a child process that may be slow to load, or die.

A child that dies is started again after a pause, and what it was asked is asked once more. Nothing
said is kept here, or logged.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sel.engine.child import Child, ChildGone
from sel.errors import VoiceError
from sel.tasks import Stage, TaskOwner
from sel.voice.ports import Prosody, Segment, Sound

MODULE = "sel.engine.workers.speak"
WARM_SECONDS = 60.0
"""Longest wait for the voice to load; 1.3-1.6 s are usual."""
ANSWER_SECONDS = 30.0
"""Longest silence of a child that was asked; a segment takes 0.05-1 s. Then it is killed."""
FIRST_PAUSE = 0.2
LONGEST_PAUSE = 5.0
"""Seconds between a death and the next start; doubled each time up to the longest."""
MOST_DEATHS = 5
"""Deaths in a row, without a sound between them, after which there is no voice."""
MOST_TRIES = 2
"""How often a segment is asked for: one that kills the child must not do so for ever."""


@dataclass(slots=True)
class _Request:
    message: dict[str, Any]
    answer: asyncio.Future[dict[str, Any]]
    tries: int = 0


class Mouth:
    """The `MouthPort` over `sel.engine.workers.speak`, with the Piper voice at a path."""

    def __init__(self, log_path: Path, voice: Path, *, module: str = MODULE) -> None:
        self._log_path = log_path
        self._voice = voice
        self._module = module
        self._tasks = TaskOwner("mouth")
        self._child: Child | None = None
        self._warm: asyncio.Future[str] | None = None
        self._requests: dict[int, _Request] = {}
        self._last_id = 0
        self._deaths = 0
        self.made_in = 0.0
        """Seconds the last sound took in the child."""

    @property
    def pid(self) -> int | None:
        """The ready child's process id."""
        return self._child.pid if self._child else None

    async def start(self) -> str:
        """Load the voice; its name. Raises `VoiceError`; may be called again then."""
        if self._warm is None or _failed(self._warm):
            self._deaths = 0
            self._warm = asyncio.get_running_loop().create_future()
            self._tasks.start(self._live(), "child", Stage.OUTPUT)
        return await asyncio.shield(self._warm)

    async def stop(self) -> None:
        """End the child; whoever waits gets a `VoiceError`. It may be started again."""
        await self._tasks.stop()
        self._give_up(VoiceError("SEL's voice was stopped."))
        self._warm = None

    async def say(self, segment: Segment, prosody: Prosody, *, keep: bool = False) -> Sound:
        """The segment as sound; several at once are made in the order of the calls.

        Starts the child if need be. `keep` remembers it for good. Raises `VoiceError`; cancelling
        takes it back.
        """
        await self.start()
        self._last_id += 1
        number = self._last_id
        message = {"type": "say", "id": number, "text": segment.text, "keep": keep}
        message |= {"speed": prosody.speed, "pitch": prosody.pitch}
        answer = asyncio.get_running_loop().create_future()
        request = self._requests[number] = _Request(message, answer)
        try:
            self._ask(request)
            made = await answer
        except asyncio.CancelledError:
            self._send({"type": "stop", "id": number})
            raise
        finally:
            self._requests.pop(number, None)
        self.made_in = float(made["seconds"])
        pcm, words = base64.b64decode(made["pcm"]), tuple(made["words"])
        return Sound(number, int(made["rate"]), pcm, words, segment.pause)

    def forget(self) -> None:
        """Drop every phrase that was said before, but those kept for good."""
        self._send({"type": "forget"})

    def _ask(self, request: _Request) -> None:
        """Send it; where there is no child just now, the next one is asked."""
        if self._child is not None:
            request.tries += 1
            self._send(request.message)

    def _send(self, message: dict[str, Any]) -> None:
        if self._child is not None:
            with contextlib.suppress(ChildGone):  # the listening task notices, too
                self._child.send(message)

    # ------------------------------------------------------------ the child

    async def _live(self) -> None:
        """Run child after child until stopped or given up."""
        pause = FIRST_PAUSE
        while self._deaths < MOST_DEATHS:
            try:
                await self._one_life()
            except VoiceError as error:
                self._give_up(error)
                return
            if self._deaths == 0:
                pause = FIRST_PAUSE
            self._deaths += 1
            self._drop_tried()
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
        self._give_up(VoiceError("SEL's voice died too often.", hint="Its log says why."))

    async def _one_life(self) -> None:
        """Spawn, load and listen till the child dies. Raises `VoiceError` if it cannot load."""
        options = ["--model", str(self._voice)]
        try:
            child = await Child.spawn(self._module, self._log_path, options)
        except OSError as error:
            raise VoiceError("SEL's voice cannot be started.") from error
        try:
            with contextlib.suppress(ChildGone, TimeoutError):
                async with asyncio.timeout(WARM_SECONDS):
                    await self._greet(child)
                await self._listen(child)
        finally:
            was_ready = self._child is not None
            self._child = None
            await child.end(1.0 if was_ready else 0.1)  # a loading child reads nothing yet

    async def _greet(self, child: Child) -> None:
        message = await child.receive()
        if message.get("type") != "ready":
            title = str(message.get("title", "SEL's voice cannot be loaded."))
            raise VoiceError(title, hint=str(message.get("hint", "")))
        self._child = child
        if self._warm is not None and not self._warm.done():
            self._warm.set_result(str(message["name"]))
        for number in sorted(self._requests):
            self._ask(self._requests[number])

    async def _listen(self, child: Child) -> None:
        while True:
            message = await self._heard(child)
            request = self._requests.get(message.get("id", 0))
            if request is None or request.answer.done():
                continue
            self._deaths = 0
            if message["type"] == "sound":
                request.answer.set_result(message)
            else:
                title = f"SEL's voice could not say a sentence ({message['kind']})."
                request.answer.set_exception(VoiceError(title))

    async def _heard(self, child: Child) -> dict[str, Any]:
        """The next message. Raises `TimeoutError` where one that was asked for does not come."""
        message = asyncio.ensure_future(child.receive())
        try:
            while True:
                asked = set(self._requests)
                done, _ = await asyncio.wait({message}, timeout=ANSWER_SECONDS)
                if done:
                    return message.result()
                if asked & set(self._requests):
                    child.kill()
                    raise TimeoutError
        finally:
            message.cancel()

    # ------------------------------------------------------------ what failed

    def _drop_tried(self) -> None:
        """What was under way as a child died twice is not asked again."""
        for request in self._requests.values():
            if request.tries >= MOST_TRIES and not request.answer.done():
                request.answer.set_exception(VoiceError("SEL's voice died of a sentence."))

    def _give_up(self, error: VoiceError) -> None:
        for request in self._requests.values():
            if not request.answer.done():
                request.answer.set_exception(error)
        if self._warm is None or (self._warm.done() and not _failed(self._warm)):
            self._warm = asyncio.get_running_loop().create_future()
        if not self._warm.done():
            self._warm.set_exception(error)
            self._warm.exception()  # read here, so that nobody has to


def _failed(future: asyncio.Future[str]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is not None
