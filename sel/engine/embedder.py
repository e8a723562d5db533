"""Sentences to vectors through a child process that may be missing, slow to warm, or die.

Keeps the newest vectors in RAM under a hash of their text, never the text itself, and nothing on
disk. This module knows nothing of what the vectors are for.
"""

from __future__ import annotations

import array
import asyncio
import base64
import contextlib
import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sel.engine.child import Child, ChildGone
from sel.engine.embedding import EmbeddingModel, Vector
from sel.errors import EngineCrashed, EngineError, EngineGaveUp
from sel.tasks import Stage, TaskOwner

MODULE = "sel.engine.workers.embed"
LONGEST = 2_000
"""Characters of a text that are sent: the model reads 256 tokens, about 1,000 characters."""
WARM_SECONDS = 120.0
"""Longest wait for the child to be ready; 4-8 s are usual."""
ANSWER_SECONDS = 60.0
"""Longest wait for one request; a child that is silent longer is killed and started again."""
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
"""Seconds between a death and the next start; doubled each time up to the longest."""
MOST_DEATHS = 5
"""Deaths in a row, without an answer between them, after which the embedder gives up."""


class VectorCache:
    """The least recently used of `size` vectors gives way. Keys are 16-byte hashes."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._vectors: OrderedDict[bytes, Vector] = OrderedDict()

    def __len__(self) -> int:
        return len(self._vectors)

    def get(self, key: bytes) -> Vector | None:
        """The vector, now the most recently used; None where it is not kept."""
        vector = self._vectors.get(key)
        if vector is not None:
            self._vectors.move_to_end(key)
        return vector

    def clear(self) -> int:
        """Drop all; how many there were."""
        count = len(self._vectors)
        self._vectors.clear()
        return count

    def put(self, key: bytes, vector: Vector) -> None:
        """Keep the vector."""
        self._vectors[key] = vector
        self._vectors.move_to_end(key)
        while len(self._vectors) > self._size:
            self._vectors.popitem(last=False)


class ChildEmbedder:
    """The `Embedder` over `sel.engine.workers.embed`, with the model of a setting.

    Nothing runs until `start` or the first `embed`. A child that dies is started again after a
    pause; requests under way then raise `EngineCrashed`. Ask `ready` before `embed` where waiting
    for the warm-up is not wanted.
    """

    def __init__(
        self, log_path: Path, cache_size: int = 1000, *, model: str = "", module: str = MODULE
    ) -> None:
        self.model = EmbeddingModel.of(model)
        self._log_path = log_path
        self._module = module
        self._cache = VectorCache(cache_size)
        self._tasks = TaskOwner("embedder")
        self._child: Child | None = None
        self._warm: asyncio.Future[None] | None = None
        self._waiting: dict[int, asyncio.Future[list[Vector]]] = {}
        self._last_id = 0
        self._deaths = 0
        self._forgotten = 0

    @property
    def ready(self) -> bool:
        """Whether `embed` answers without waiting for a warm-up."""
        return self._child is not None

    @property
    def dimension(self) -> int:
        """Numbers in a vector; 0 while that is not known."""
        return self.model.dimension

    @property
    def pid(self) -> int | None:
        """The ready child's process id."""
        return self._child.pid if self._child else None

    async def start(self) -> None:
        """Begin to warm up; returns when ready. Raises `EngineGaveUp`; may be called again then."""
        if self._warm is None or _failed(self._warm):
            self._deaths = 0
            self._warm = asyncio.get_running_loop().create_future()
            self._tasks.start(self._live(), "child", Stage.BACKGROUND)
        await asyncio.shield(self._warm)

    async def stop(self) -> None:
        """End the child; whoever waits gets `EngineCrashed`. It may be started again."""
        await self._tasks.stop()
        if self._warm is not None and not self._warm.done():
            self._warm.set_exception(EngineGaveUp("The embedder was stopped."))
            self._warm.exception()  # read here, so that nobody has to
        self._warm = None

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        """One unit vector per text, from the cache where it is known.

        Waits for the warm-up, starting it if need be. Only a text's first 2,000 characters count.
        Raises `EngineCrashed` when the child dies on the way, `EngineGaveUp` when there is none.
        """
        cut = [_clean(text) for text in texts]
        keys = [_key(text) for text in cut]
        found = {key: vector for key in keys if (vector := self._cache.get(key)) is not None}
        missing = {key: text for key, text in zip(keys, cut, strict=True) if key not in found}
        if missing:
            forgotten = self._forgotten
            vectors = await self._ask(list(missing.values()))
            for key, vector in zip(missing, vectors, strict=True):
                found[key] = vector
                if forgotten == self._forgotten:
                    self._cache.put(key, vector)
        return [found[key] for key in keys]

    def forget(self) -> int:
        """Drop every vector in RAM, those on their way included; how many there were.

        All of them: whoever wants words forgotten does not know in which other sentences they were
        asked about. A vector is made anew in 7-9 ms.
        """
        self._forgotten += 1
        return self._cache.clear()

    async def _ask(self, texts: list[str]) -> list[Vector]:
        await self.start()
        child = self._child
        if child is None:
            raise EngineCrashed("The embedder is being started again.")
        self._last_id += 1
        number = self._last_id
        answer: asyncio.Future[list[Vector]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        try:
            child.send({"type": "embed", "id": number, "texts": texts})
            async with asyncio.timeout(ANSWER_SECONDS):
                return await answer
        except (TimeoutError, ChildGone) as error:
            self._let_go()
            child.kill()
            raise EngineCrashed("The embedder did not answer.") from error
        finally:
            self._waiting.pop(number, None)

    async def _live(self) -> None:
        """Run child after child until stopped or given up."""
        pause = FIRST_PAUSE
        while self._deaths < MOST_DEATHS:
            try:
                await self._one_life()
            except EngineError as error:
                self._give_up(error)
                return
            if self._deaths == 0:
                pause = FIRST_PAUSE
            self._deaths += 1
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
        self._give_up(EngineGaveUp("The embedder died too often.", hint="Its log says why."))

    async def _one_life(self) -> None:
        """Spawn, warm and listen till the child dies. Raises `EngineGaveUp` if it cannot load."""
        try:
            options = ["--model", self.model.source] if self.model.source else []
            child = await Child.spawn(self._module, self._log_path, options)
        except OSError as error:
            raise EngineGaveUp("The embedder cannot be started.") from error
        try:
            with contextlib.suppress(ChildGone, TimeoutError):
                async with asyncio.timeout(WARM_SECONDS):
                    await self._greet(child)
                await self._listen(child)
        finally:
            was_ready = self.ready
            self._let_go()
            self._fail_waiting()
            await child.end(2.0 if was_ready else 0.1)  # a loading child reads nothing yet

    async def _greet(self, child: Child) -> None:
        message = await child.receive()
        if message.get("type") != "ready":
            title = str(message.get("title", "The embedder cannot be loaded."))
            raise EngineGaveUp(title, hint=str(message.get("hint", "")))
        self._measure(int(message["dimensions"]))
        self._child = child
        if self._warm is not None and not self._warm.done():
            self._warm.set_result(None)

    def _measure(self, dimension: int) -> None:
        """Vectors are this long. Raises `EngineGaveUp` where they were of another length before."""
        if self.dimension not in (0, dimension):
            raise EngineGaveUp(
                f"The embedding model makes vectors of {dimension:,} numbers, and before"
                f" {self.dimension:,}.",
                hint="Start SEL again if it was replaced.",
            )
        self.model = replace(self.model, dimension=dimension)

    async def _listen(self, child: Child) -> None:
        while True:
            message = await child.receive()
            answer = self._waiting.get(message.get("id", 0))
            if answer is not None and not answer.done():
                answer.set_result([_decode(text) for text in message["vectors"]])
                self._deaths = 0

    def _let_go(self) -> None:
        """The child is gone or as good as: the next `embed` waits for the next one."""
        self._child = None
        self._renew_warm()

    def _renew_warm(self) -> None:
        if self._warm is None or self._warm.done():
            self._warm = asyncio.get_running_loop().create_future()

    def _give_up(self, error: EngineError) -> None:
        self._renew_warm()
        if self._warm is not None:
            self._warm.set_exception(error)
            self._warm.exception()  # read here, so that nobody has to

    def _fail_waiting(self) -> None:
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(EngineCrashed("The embedder died; it is being started again."))
                answer.exception()  # the asker may have been cancelled meanwhile


def _failed(future: asyncio.Future[None]) -> bool:
    return future.done() and (future.cancelled() or future.exception() is not None)


def _clean(text: str) -> str:
    """What is sent: the beginning, with lone surrogates replaced (the tokenizer refuses them)."""
    return text[:LONGEST].encode("utf-8", "replace").decode("utf-8")


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def _decode(text: Any) -> Vector:
    numbers = array.array("f")
    numbers.frombytes(base64.b64decode(text))
    return tuple(numbers)
