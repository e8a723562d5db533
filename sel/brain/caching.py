"""Replies that were made before and may be given again.

Which are worth it is said in `sel.cache.policy`. A kept reply comes as a fresh one does,
piece by piece through the same cleaner and mirror, and is marked in its figures. Turns of a channel
follow each other, so the same reply is never made twice at once.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sel.brain.conversation import Conversation
from sel.brain.listening import Heard, Listened
from sel.brain.memory.reader import secret_in
from sel.brain.reply import Spoken
from sel.cache.cache import ResponseCache
from sel.cache.entry import Answer
from sel.cache.keys import Context, Key, key_of
from sel.cache.policy import REPLY, Occasion, worth_caching
from sel.cache.stats import Cost
from sel.cache.streams import Made, Stream, Streams
from sel.engine.types import Done, Engine, Piece, Request, StreamItem
from sel.prompt.persona import Persona

WHOLE = ("end", "stop", "enough")
"""Why a reply ended that says all it was to say; others were cut short."""


def version_of(persona: Persona) -> str:
    """Changes with every word of the persona."""
    told = repr(dataclasses.astuple(persona)).encode("utf-8", "replace")
    return hashlib.blake2b(told, digest_size=8).hexdigest()


class ReplyScript:
    """What an engine's items mean to the cache. A kept reply says it read and made nothing."""

    def pack(self, items: Sequence[StreamItem]) -> Made | None:
        """The pieces of a reply that came to its own end."""
        done = items[-1] if items else None
        if not isinstance(done, Done) or done.stop_reason not in WHOLE:
            return None
        return Made([item.text for item in items if isinstance(item, Piece)], _cost(done))

    def replay(self, answer: Answer) -> Iterable[StreamItem]:
        """The pieces as they came, and an end."""
        yield from map(Piece, answer.value)
        yield Done(stop_reason="end")


def _cost(done: Done) -> Cost:
    return Cost(tokens=done.made_tokens, seconds=done.read_seconds + done.make_seconds)


@dataclass(slots=True)
class KeptReply:
    """The way of one reply through the cache, as the `Source` of a speaker."""

    cache: ResponseCache
    streams: Streams[StreamItem]
    key: Callable[[Request], Key]
    engine: Engine
    _asked: Key | None = None
    _stream: Stream[StreamItem] | None = None

    async def items(self, request: Request) -> AsyncGenerator[StreamItem, None]:
        """The reply, kept or made."""
        self._asked = self.key(request)
        self._stream = self.streams.open(self._asked, lambda: self.engine.generate(request))
        async with self._stream as stream:
            async for item in stream:
                yield item

    def close(self, spoken: Spoken, opening: str) -> str:
        """Where the reply came from. One that SEL ended early is kept as it was said, without the
        `opening` that is added each time."""
        if self._stream is None or self._asked is None:
            return "made"
        done, ended = spoken.done, spoken.stop_reason == "enough"
        if self._stream.source == "made" and ended and done is not None:
            said = spoken.raw.removeprefix(opening)
            self.cache.put(self._asked, [said], _cost(done), self._stream.since)
        return self._stream.source


class Replies:
    """Replies through the cache."""

    def __init__(self, cache: ResponseCache, persona_of: Callable[[str], Persona]) -> None:
        """`persona_of` gives the persona of an id."""
        self._cache, self._persona_of = cache, persona_of
        self._streams = Streams(cache, ReplyScript())

    def context(
        self, talk: Conversation, heard: Heard, levels: Mapping[str, float], memory: str
    ) -> Context:
        """Where and for whom a reply is made. `memory` is the version of what is remembered."""
        return Context(
            channel=talk.name,
            person=heard.messages[-1].person,
            company=frozenset(talk.people).union(heard.people),
            hormones=levels,
            persona=f"{talk.persona} {version_of(self._persona_of(talk.persona))}".lstrip(),
            memory=memory,
        )

    def through(self, context: Context, engine: Engine) -> KeptReply:
        """The way of one reply through the cache."""
        return KeptReply(self._cache, self._streams, _keys(context, engine.view.model), engine)


def worth_keeping(talk: Conversation, heard: Heard, found: Listened, request: Request) -> bool:
    """Whether a person would want this reply again, should they ask the same again."""
    if talk.company and (talk.overheard or len(heard.people) > 1):
        return False  # it may hold others' words, and would be kept under one person's leave
    signals = found.appraisal.signals
    occasion = Occasion(
        temperature=request.sampling.temperature,
        seeded=request.sampling.seed is not None,
        first=not talk.history.turns and not talk.history.forgotten,
        asks="question" in signals or found.intent == "code",
        hurting=bool(signals & {"hurt", "urgent"}),
        pictures=any(message.images for message in request.messages),
    )
    return worth_caching(occasion) and not secret_in(heard.text)  # it might be repeated


def _keys(context: Context, model: str) -> Callable[[Request], Key]:
    def key(request: Request) -> Key:
        # The temperature follows the mood: rounded as the hormones are.
        warmth = round(request.sampling.temperature, 1)
        shape = {
            "max_tokens": request.max_tokens,
            "stop": request.stop,
            "resume": request.resume,
            "grammar": request.grammar,
        }
        sampling = replace(request.sampling, temperature=warmth)
        return key_of(REPLY, context, request.messages, model=model, sampling=sampling, shape=shape)

    return key
