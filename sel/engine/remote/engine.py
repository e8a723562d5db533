"""The remote engine: an OpenAI-compatible server behind the same interface as the local one.

It asks, waits and asks again; what is sent is `dialect`'s matter, what comes back `stream`'s, the
connection `door`'s. It must not know which server it talks to.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import random
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing

from sel.engine.remote import backoff, failures
from sel.engine.remote.breaker import CircuitBreaker
from sel.engine.remote.dialect import Dialect, clean, guess_tokens
from sel.engine.remote.door import CONNECT_SECONDS, IDLE_SECONDS, Door
from sel.engine.remote.failures import Failure, Lost, Refused
from sel.engine.remote.stream import END, EventLines, Reply
from sel.engine.types import Done, Piece, Reading, Request, StreamItem
from sel.errors import RemoteError
from sel.events import EngineState, EngineView

_NO_LIST = (404, 405, 501)
_END_SECONDS = 0.25  # how long the end of an answer is awaited after its last event


class RemoteEngine:
    """Implements `sel.engine.types.Engine` over HTTP.

    `model` empty takes the first the server lists. Requests are sent up to five times, with
    jittered waits, but only until their first text has arrived; a connection that breaks later
    raises `EngineCrashed`, and the reply is taken up again by a request with `resume`. After five
    failures in a row the server is left alone for 30 s. `sleep`, `clock` (seconds) and `chance` may
    be replaced by tests. Raises `SettingError` for an impossible address or key.
    """

    def __init__(  # noqa: PLR0913 - three settings; the rest are times and seams for tests
        self,
        url: str,
        key: str = "",
        model: str = "",
        *,
        role: str = "general",
        connect_seconds: float = CONNECT_SECONDS,
        idle_seconds: float = IDLE_SECONDS,
        cooldown_seconds: float = 30.0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
        chance: random.Random | None = None,
    ) -> None:
        self._door = Door(url, key, connect=connect_seconds, idle=idle_seconds)
        self._model = model
        self._dialect = Dialect()
        self._breaker = CircuitBreaker(clock, cooldown=cooldown_seconds)
        self._sleep = sleep
        self._clock = clock
        self._chance = chance or random.Random()  # noqa: S311 - spreads waits, guards nothing
        self._counts_tokens = True
        self._stopped = False
        self._running: dict[str, asyncio.Task[None]] = {}
        self._view = EngineView(role=role, model=model)
        self._callbacks: list[Callable[[EngineView], None]] = []

    # ------------------------------------------------------------ state

    @property
    def view(self) -> EngineView:
        """How the engine is now."""
        return self._view

    def on_change(self, callback: Callable[[EngineView], None]) -> None:
        """Call back with the new view whenever it changes."""
        self._callbacks.append(callback)

    def _become(self, state: EngineState, detail: str = "") -> None:
        view = dataclasses.replace(
            self._view, state=state, detail=detail, model=self._model, rung="remote"
        )
        if view == self._view:
            return
        self._view = view
        for callback in self._callbacks:
            callback(view)

    # ------------------------------------------------------------ life

    async def start(self) -> None:
        """Find the server and its model. Raises `RemoteError`."""
        self._stopped = False
        self._become("waking", f"Looking for the server at {self._door.where}.")
        tries = 0
        while True:
            self._admit()
            try:
                names = await self._list()
            except (Refused, Lost) as failure:
                tries += 1
                await self._wait_or_raise(failure, tries)
            except asyncio.CancelledError:
                self._breaker.abandoned()
                raise
            else:
                break
        self._breaker.succeeded()
        self._choose_model(names)
        self._become("ready")

    async def _list(self) -> list[str]:
        """The server's models; none if it keeps no list, which only some do."""
        try:
            return await self._door.models()
        except Refused as refused:
            if refused.status in _NO_LIST and self._model:
                return []
            raise

    def _choose_model(self, names: Sequence[str]) -> None:
        if not self._model and not names:
            error = RemoteError(
                "The remote engine serves no model.",
                where=self._door.where,
                hint="Name one with SEL_REMOTE_MODEL.",
            )
            self._become("failed", error.sentence())
            raise error
        self._model = self._model or names[0]

    async def stop(self) -> None:
        """Close every connection; replies under way end with an error."""
        self._stopped = True
        await self._door.close()
        self._become("asleep")

    # ------------------------------------------------------------ replies

    async def generate(self, request: Request) -> AsyncGenerator[StreamItem, None]:
        """Stream one reply; closing it closes the connection, which stops the server's work."""
        if not self._model:
            await self.start()
        if request.max_tokens == 0:  # reading ahead is the local engine's art
            yield Done(stop_reason="length")
            return
        arrived: asyncio.Queue[StreamItem | None] = asyncio.Queue()
        task = asyncio.create_task(self._fetch(request, arrived.put_nowait), name="remote:reply")
        self._running[request.id] = task
        made = 0
        try:
            while (item := await arrived.get()) is not None:
                made += isinstance(item, Piece)
                yield item
            if task.cancelled():
                yield Done(stop_reason="cancelled", made_tokens=made)
            else:
                await task  # raises what went wrong
        finally:
            self._running.pop(request.id, None)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def cancel(self, request_id: str) -> None:
        """End a reply early, while its prompt is read or a try awaited, too."""
        if task := self._running.get(request_id):
            task.cancel()

    def forget(self, slot: str) -> None:
        """Nothing to do: the server keeps its cache by its own rules."""

    async def _fetch(self, request: Request, put: Callable[[StreamItem | None], None]) -> None:
        """Everything that touches the connection, in one task; ends with None in any case.

        (A connection read in one task and closed in another is not safe with httpx.)
        """
        try:
            await self._ask(request, put)
        except asyncio.CancelledError:
            self._breaker.abandoned()
            raise
        finally:
            asyncio.get_running_loop().call_soon(put, None)  # once the task has its result

    async def _ask(self, request: Request, put: Callable[[StreamItem], None]) -> None:
        """Ask until it is answered, or there is no hope."""
        began, tries = self._clock(), 0
        total = sum(guess_tokens(message.content) for message in request.messages)
        put(Reading(0, total))
        while True:
            self._admit()
            reply = Reply(request, total, self._clock, began)
            try:
                await self._attempt(request, reply, put)
            except (Refused, Lost) as failure:
                if reply.started:
                    self._breaker.failed()
                    raise failures.broken_off(self._door.where) from None
                if not self._learnt(failure):
                    tries += 1
                    await self._wait_or_raise(failure, tries)
            else:
                return

    async def _attempt(
        self, request: Request, reply: Reply, put: Callable[[StreamItem], None]
    ) -> None:
        payload = self._dialect.payload(request, self._model)
        async with self._door.chat(payload) as body, aclosing(_events(body)) as events:
            async for event in events:
                for item in reply.take(event):
                    put(item)
        self._breaker.succeeded()
        if not self._stopped:
            self._become("ready")
        for item in reply.ending():
            put(item)

    async def put_down(self, slot: str) -> int:  # noqa: ARG002 - the protocol's
        """What the server keeps is its own."""
        return 0

    async def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text: the server's count where it offers one, else a careful guess."""
        return [await self._count(text) for text in texts]

    async def _count(self, text: str) -> int:
        if self._counts_tokens and text:
            try:
                return await self._door.tokenize(clean(text), self._model)
            except (Refused, Lost):
                self._counts_tokens = False
        return guess_tokens(text)

    # ------------------------------------------------------------ failing

    def _admit(self) -> None:
        if not self._breaker.admits():
            error = failures.resting(self._breaker.remaining, self._door.where)
            self._become("failed", error.sentence())
            raise error

    def _learnt(self, failure: Failure) -> bool:
        """Whether the same request, said differently, may be taken at once."""
        if isinstance(failure, Lost) or failure.too_long:
            return False
        learnt = self._dialect.learn(failure.status, failure.body)
        if learnt:
            self._breaker.succeeded()
        return learnt

    async def _wait_or_raise(self, failure: Failure, tries: int) -> None:
        """Tell the breaker, then wait for the next try; raises when there is none."""
        error = failures.mapped(failure, self._door.where)
        if failure.passing:
            self._breaker.failed()
        else:
            self._breaker.succeeded()
        if self._stopped:
            raise error from None
        if not failure.passing or tries >= backoff.TRIES:
            if failure.lasting:
                self._become("failed", error.sentence())
            raise error from None
        seconds = backoff.wait(tries, self._chance, failure.asked_for)
        self._become("restarting", f"{error.title} Trying again in {seconds:.0f} s.")
        await self._sleep(seconds)


async def _events(body: AsyncIterator[bytes]) -> AsyncGenerator[str, None]:
    """The events up to the last; then the end of the answer, so that the connection can be kept."""
    lines = EventLines()
    async for data in body:
        for event in lines.feed(data):
            if event == END:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_END_SECONDS):
                        async for _ in body:
                            pass
                return
            yield event
