"""A conversation as it is kept from one start to the next, and as the bytes of a file.

sel-talk 1 <digest of the rest>
{"people":["you"],"heard_at":…,"forgotten":0,"summary":"","told":{…},"turns":[…],"shown":[…]}
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any

from sel.cache.disk import Damaged
from sel.events import MessageView
from sel.prompt.history import Turn

_HEAD = b"sel-talk 1 "
_CHECK = 16
_NOT_OURS = (ValueError, TypeError, KeyError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What is kept: whose words, the turns as the model saw them, and the messages as people did.

    `heard_at` is when it was last spoken, in Unix seconds. `told` are the memories in its notes, by
    id; `forgotten` and `summary` are those of `sel.prompt.history.History`.
    """

    people: tuple[str, ...]
    heard_at: float
    turns: tuple[Turn, ...] = ()
    shown: tuple[MessageView, ...] = ()
    told: dict[str, str] = dataclasses.field(default_factory=dict)
    forgotten: int = 0
    summary: str = ""


def dumped(talk: Talk) -> bytes:
    """A file's bytes."""
    turns = [dataclasses.asdict(replace(turn, vector=None)) for turn in talk.turns]  # made anew
    row = dataclasses.asdict(replace(talk, turns=())) | {"turns": turns}
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    body = text.encode("utf-8", "surrogatepass") + b"\n"
    return _HEAD + _check(body) + b"\n" + body


def loaded(data: bytes) -> Talk:
    """The conversation in a file. Raises `Damaged`."""
    head, _, body = data.partition(b"\n")
    if head != _HEAD + _check(body):
        raise Damaged("The file of the last conversation is damaged.")
    try:
        row: dict[str, Any] = json.loads(body.decode("utf-8", "surrogatepass"))
        return Talk(
            people=tuple(map(str, row["people"])),
            heard_at=float(row["heard_at"]),
            turns=tuple(Turn(**one | {"people": tuple(one["people"])}) for one in row["turns"]),
            shown=tuple(MessageView(**one) for one in row["shown"]),
            told={str(id_): str(text) for id_, text in row["told"].items()},
            forgotten=int(row["forgotten"]),
            summary=str(row["summary"]),
        )
    except _NOT_OURS as error:
        raise Damaged("The file of the last conversation is not SEL's own.") from error


def _check(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_CHECK).hexdigest().encode()
