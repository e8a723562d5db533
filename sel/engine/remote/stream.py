"""From bytes of a server-sent event stream to pieces of a reply.

Bytes may be torn anywhere, inside a character too. Knows nothing of connections.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterator
from typing import Any

from sel.engine.remote.failures import Lost, Refused
from sel.engine.types import Done, Piece, Reading, Request, StopReason, StreamItem, TokenLogprob

END = "[DONE]"
_LONGEST_LINE = 4 * 2**20
_REASONS: dict[str, StopReason] = {"length": "length"}
_SHORTEST_REPEAT = 16  # characters of `resume` that must come back to be taken for a repetition


class EventLines:
    """Cuts a byte stream into the `data` of its events."""

    def __init__(self) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
        self._rest = ""

    def feed(self, data: bytes) -> Iterator[str]:
        """The data of every event line completed by these bytes. Raises `Lost` on endless lines."""
        lines = (self._rest + self._decode(data)).split("\n")
        self._rest = lines.pop()
        if len(self._rest) > _LONGEST_LINE:
            raise Lost("foreign")
        for line in lines:
            field, _, value = line.rstrip("\r").partition(":")
            if field == "data":
                yield value.removeprefix(" ")


class Reply:
    """One reply as it arrives; `finished` once the server said how it ended.

    `total` is a guess of the prompt's tokens, used where the server does not tell; `began` is when
    the reply was asked for the first time, in seconds of `clock`.
    """

    def __init__(
        self, request: Request, total: int, clock: Callable[[], float], began: float
    ) -> None:
        self.finished = False
        self.started = False
        self._total = total
        self._seen = False
        self._clock = clock
        self._began = began
        self._sent = clock()
        self._first: float | None = None
        self._reason: StopReason = "end"
        self._usage: dict[str, Any] = {}
        self._pieces = 0
        self._before = request.resume[-1:]
        self._resume = request.resume if len(request.resume) >= _SHORTEST_REPEAT else ""
        self._held = ""
        self._half = ""

    def take(self, data: str) -> Iterator[StreamItem]:
        """What one event brings. Raises `Lost` for no JSON object, `Refused` for an error in it."""
        try:
            chunk = json.loads(data)
        except ValueError:
            raise Lost("foreign") from None
        if not isinstance(chunk, dict):
            raise Lost("foreign")
        self._seen = True
        if "error" in chunk:
            raise Refused(_code(chunk["error"]), json.dumps(chunk["error"]))
        self._note_usage(chunk)
        choice = _first(chunk.get("choices"))
        delta = _mapping(choice.get("delta"))
        text = self._whole(delta.get("content"))
        if text:
            yield from self._text(text, _logprobs(choice))
        if isinstance(reason := choice.get("finish_reason"), str):
            self.finished = True
            self._reason = _REASONS.get(reason, "end")

    def _note_usage(self, chunk: dict[str, Any]) -> None:
        usage, timings = _mapping(chunk.get("usage")), _mapping(chunk.get("timings"))
        if usage:
            cached = _mapping(usage.get("prompt_tokens_details")).get("cached_tokens")
            self._usage |= {**usage, **({"cached": cached} if cached else {})}
        if "cache_n" in timings:  # llama-server's own count
            self._usage["cached"] = timings["cache_n"]

    def _whole(self, content: Any) -> str:
        """The text, with a surrogate pair that was torn in two put together again."""
        if not isinstance(content, str) or not content:
            return ""
        text, self._half = self._half + content, ""
        if "\ud800" <= text[-1] <= "\udbff":
            text, self._half = text[:-1], text[-1]
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _text(self, text: str, logprobs: tuple[TokenLogprob, ...]) -> Iterator[StreamItem]:
        self._pieces += 1
        if self._first is None:
            self._first = self._clock()
        text = self._without_repetition(text)
        if text:
            if not self.started:
                self.started = True
                text = _seam(self._before, text)
                yield Reading(self._total, self._total)
            yield Piece(text, logprobs)

    def _without_repetition(self, text: str) -> str:
        """Servers that cannot continue a message begin it anew: the known part is left out."""
        if not self._resume:
            return text
        self._held += text
        if self._resume.startswith(self._held) and self._held != self._resume:
            return ""
        text = self._held.removeprefix(self._resume)
        self._resume = self._held = ""
        return text

    def ending(self) -> Iterator[StreamItem]:
        """What is left, and the `Done`. Raises `Lost` if the server never said how it ended."""
        if not self.finished:
            raise Lost("cut" if self._seen else "empty")
        if self._held and self._held != self._resume:
            yield Piece(_seam(self._before, self._held))
        yield self._done()

    def _done(self) -> Done:
        now = self._clock()
        first = self._first if self._first is not None else now
        prompt, cached = self._count("prompt_tokens", self._total), self._count("cached", 0)
        return Done(
            stop_reason=self._reason,
            prompt_tokens=prompt,
            reused_tokens=min(cached, prompt),
            read_tokens=max(0, prompt - cached),
            made_tokens=self._count("completion_tokens", self._pieces),
            queue_seconds=self._sent - self._began,
            read_seconds=first - self._sent,
            make_seconds=now - first,
        )

    def _count(self, name: str, default: int) -> int:
        value = self._usage.get(name)
        return value if isinstance(value, int) and value >= 0 else default


def _seam(before: str, text: str) -> str:
    """A server that answers anew instead of going on begins with a capital and without a space."""
    anew = before and not before.isspace() and text[:1].isupper()
    return f" {text}" if anew else text


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _first(value: Any) -> dict[str, Any]:
    return _mapping(value[0]) if isinstance(value, list) and value else {}


def _code(error: Any) -> int:
    code = _mapping(error).get("code")
    return code if isinstance(code, int) and 400 <= code < 600 else 500


def _logprobs(choice: dict[str, Any]) -> tuple[TokenLogprob, ...]:
    content = _mapping(choice.get("logprobs")).get("content")
    entries = [_mapping(entry) for entry in content] if isinstance(content, list) else []
    return tuple(
        TokenLogprob(
            str(entry.get("token", "")),
            float(entry.get("logprob", 0.0)),
            tuple(
                (str(other.get("token", "")), float(other.get("logprob", 0.0)))
                for other in map(_mapping, entry.get("top_logprobs") or ())
            ),
        )
        for entry in entries
    )
