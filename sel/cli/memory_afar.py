"""The library of the SEL that is running, through its door: for commands as if it were here."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from sel.errors import SelError

if TYPE_CHECKING:
    from sel.brain.door.control import Caller
    from sel.memory.enrich.steps import Step


class Afar:
    """Has the methods of `Library` that the memory commands call. Vectors are the running SEL's
    business: those that are handed over are left out.

    `by_words`: its embedder was not awake for the last search. All of it raises `SelError`.
    """

    notices: tuple[str, ...] = ()

    def __init__(self, caller: Caller, *, lexical: bool) -> None:
        self._caller, self._lexical = caller, lexical
        self.by_words = False

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        return partial(self._call, name)

    def close(self) -> None:
        """Leave the door."""
        self._caller.close()

    def export(self, person: str) -> dict[str, object]:
        """`Library.export`."""
        tables: dict[str, object] = {}
        for table, number, document in self._asked("export", {"person": person}):
            typing.cast("dict[str, object]", tables.setdefault(table, {}))[number] = document
        return tables

    def svg(self, person: str, now: float) -> tuple[str, int]:
        """The map as a picture, and of how many memories."""
        drawing = self._asked("svg", {"person": person, "now": now})
        return drawing["svg"], drawing["count"]

    def enrich(self, person: str, zone: str, now: float, *, wait: bool) -> Step:
        """One step of enrichment; the next call goes on."""
        from sel.brain.door.wire import read
        from sel.memory.enrich.steps import Step

        given = {"person": person, "zone": zone, "wait": wait, "now": now}
        return typing.cast("Step", read(Step, self._asked("enrich", given)))

    def turns_quoting(self, memories: Sequence[str]) -> int:
        """How many turns of the conversations would go with these."""
        from sel.brain.door.control import NOT_ASKED

        question = {"ask": "sessions quoting", "memories": list(memories)}
        try:
            return int(self._beside(question)["turns"])
        except SelError as error:
            if error.title != NOT_ASKED.format(question["ask"]):
                raise
            return 0  # an older SEL, which counts none

    def talks(self) -> int:
        """How many conversations are kept."""
        return sum(bool(row.get("kept")) for row in self._beside({"ask": "sessions list"})["rows"])

    def _beside(self, question: dict[str, Any]) -> dict[str, Any]:
        """What the conversations answer. An error never reads as "there are none"."""
        return next(self._caller.ask(question))

    def _call(self, name: str, *args: Any, **more: Any) -> Any:
        from sel.brain.door.wire import read
        from sel.memory.library import Library

        method = getattr(Library, name)
        given = inspect.signature(method).bind(self, *args, **more).arguments
        for none_of_it in ("self", "vector", "vectors"):
            given.pop(none_of_it, None)
        return read(typing.get_type_hints(method)["return"], self._asked(name, given))

    def _asked(self, name: str, given: dict[str, Any]) -> Any:
        """The answer as it came: the list that was sent in pieces, or the one value."""
        from sel.brain.door.wire import plain

        question = {"ask": "memory", "call": name, "with": plain(given), "lexical": self._lexical}
        found: list[Any] = []
        for answer in self._caller.ask(question):
            if "part" not in answer:
                self.by_words = answer["by_words"]
                return found or answer["value"]
            found += answer["part"]
        return found
