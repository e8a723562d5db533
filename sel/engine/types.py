"""What is asked of an engine and what comes back; the same for local, remote and scripted ones."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, runtime_checkable

from sel.events import EngineView

StopReason = Literal["end", "stop", "length", "context", "cancelled", "loop"]
"""end: the model ended its turn · stop: a stop string · length: `max_tokens` · context: the context
is full · cancelled · loop: the reply began to repeat itself without end."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt. `role` is system, user or assistant; `images` are paths of pictures
    that stand before its words. Engines that see none leave them out."""

    role: Literal["system", "user", "assistant"]
    content: str
    images: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """How the next token is chosen; the order is penalties, DRY, min-p, top-k, top-p, temperature.

    `temperature` 0 is greedy. `top_k` 0, `top_p` 1, `min_p` 0, `repeat_penalty` 1 and
    `dry_multiplier` 0 switch a stage off. `seed` None draws one. Penalties look back over
    `repeat_last_n` tokens, DRY over `dry_last_n` (earlier replies of the conversation included).
    `ignore_end` goes on where the model would end its turn (for benchmarks).
    """

    temperature: float = 0.7
    top_k: int = 40
    top_p: float = 0.9
    min_p: float = 0.05
    repeat_penalty: float = 1.1
    repeat_last_n: int = 64
    dry_multiplier: float = 0.0
    dry_base: float = 1.75
    dry_allowed_length: int = 2
    dry_last_n: int = 512
    seed: int | None = None
    ignore_end: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One reply to make.

    `slot` names the conversation: requests of one slot reuse its KV cache. `resume` is text the
    reply begins with (a reply taken up again after a crash); it is not sent back. `grammar` (GBNF)
    and `json_schema` exclude each other. `logprobs` is how many alternatives to report per token.
    `take_up`: an empty slot may first be filled with what `Engine.put_down` left on disk. `ahead`,
    where nothing is to be made (`max_tokens` 0): read as far as the first token of a reply.
    """

    id: str
    slot: str
    messages: tuple[Message, ...]
    sampling: Sampling = field(default_factory=Sampling)
    max_tokens: int = 128
    stop: tuple[str, ...] = ()
    resume: str = ""
    grammar: str = ""
    json_schema: dict[str, Any] | None = None
    logprobs: int = 0
    take_up: bool = False
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class TokenLogprob:
    """A made token with its natural-log probability and the best alternatives."""

    text: str
    logprob: float
    top: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The prompt is being read: `done` of `total` tokens are in the KV cache."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Piece:
    """More text: whole characters only, never part of a stop string."""

    text: str
    logprobs: tuple[TokenLogprob, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The reply is over. Counts in tokens, times in seconds measured by the engine."""

    stop_reason: StopReason
    prompt_tokens: int = 0
    reused_tokens: int = 0
    read_tokens: int = 0
    made_tokens: int = 0
    queue_seconds: float = 0.0
    read_seconds: float = 0.0
    make_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class HeadKept:
    """What conversations begin with was taken from the disk (`restored`), or put there.

    `size` in bytes; `seconds` is what it took, and nobody waited while it was put there.
    """

    tokens: int
    size: int
    seconds: float
    restored: bool


StreamItem = Reading | Piece | Done


@runtime_checkable
class HasChild(Protocol):
    """What runs in a child process of its own."""

    @property
    def pid(self) -> int | None:
        """The child's process id while there is one."""
        ...


@runtime_checkable
class CanRest(Protocol):
    """An engine that can leave the processor to others for a moment."""

    def rest(self, seconds: float) -> None:
        """Make and read nothing for so long, at most a second; 0 ends a rest."""
        ...


class Engine(Protocol):
    """One loaded model (or the door to one).

    `generate` yields `Reading` and `Piece` items and ends with exactly one `Done`; closing it early
    cancels the reply. It raises `EngineCrashed` when the child dies on the way (the engine starts
    itself again; ask anew with `resume`), and other `EngineError`s for what cannot be mended.
    """

    @property
    def view(self) -> EngineView:
        """How the engine is now."""
        ...

    def on_change(self, callback: Callable[[EngineView], None]) -> None:
        """Call back with the new view whenever it changes."""
        ...

    async def start(self) -> None:
        """Load; returns when the engine is ready. Raises `EngineError`."""
        ...

    async def stop(self) -> None:
        """End the child (or close the connection); returns when it is gone."""
        ...

    def generate(self, request: Request) -> AsyncGenerator[StreamItem, None]:
        """Stream one reply."""
        ...

    def cancel(self, request_id: str) -> None:
        """End a reply early; its stream then ends with `Done("cancelled")`."""
        ...

    def forget(self, slot: str) -> int | None:
        """Take a conversation out of the KV cache; how many replies' tokens went along, where that
        is known."""
        ...

    async def put_down(self, slot: str) -> int:
        """Put a conversation's KV state on disk; its bytes there, 0 where it cannot be kept.
        Raises `EngineError`."""
        ...

    async def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, without special tokens."""
        ...
