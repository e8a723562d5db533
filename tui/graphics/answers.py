"""What the terminal answers when it is asked what it can, taken out from among the keys.

Textual knows no such answers: it would take them for keys, and they would stand in the prompt.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from textual._xterm_parser import XTermParser

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.message import Message

ASK = "\x1b[16t\x1b[c"
"""How large is a cell, and what are you? Every terminal answers the second, and in this order."""
_ANSWER = re.compile(r"\x1b\[(?:6;(\d+);(\d+)t|\?([\d;]+)c)")
_BEGUN = re.compile(r"\x1b\[(?:6;|\?)[\d;]{0,60}\Z")
"""No key begins like this but some with "6;", and those come whole."""


class Answers:
    """What was answered so far. It is heard in the thread that reads keys, told in the app's."""

    def __init__(self) -> None:
        self.abilities: frozenset[int] | None = None
        """The numbers of what it can, its primary device attributes; None before they are told."""
        self.cell: tuple[int, int] | None = None
        """A cell's width and height in pixels, where the terminal told."""
        self._begun = ""
        self._tell: Callable[[], object] = lambda: None

    def listen(self, driver: Driver, heard: Callable[[], object]) -> None:
        """Hear what comes in through this driver, before it is made into keys; `heard` is called
        once everything was answered, whenever that is."""
        self._tell = partial(asyncio.get_running_loop().call_soon_threadsafe, heard)
        home = vars(sys.modules[type(driver).__module__])
        if "XTermParser" in home:  # looked up there when input begins
            home["XTermParser"] = partial(AnsweringParser, self)

    def without(self, data: str) -> str:
        """What was typed; the beginning of an answer is kept until the rest of it has come."""
        data, self._begun = self._begun + data, ""
        data = _ANSWER.sub(self._take, data)
        if begun := _BEGUN.search(data):
            data, self._begun = data[: begun.start()], begun[0]
        return data

    def _take(self, answer: re.Match[str]) -> str:
        high, wide, numbers = answer.groups()
        if numbers is None:
            self.cell = (int(wide), int(high)) if int(wide) and int(high) else None
        else:  # the first one is what it is
            self.abilities = frozenset(int(one) for one in numbers.split(";")[1:] if one)
            self._tell()
        return ""


class AnsweringParser(XTermParser):
    """Textual's parser of keys, which gets no answers to see."""

    def __init__(self, answers: Answers, debug: bool = False) -> None:
        self._answers = answers
        super().__init__(debug)

    def feed(self, data: str) -> Iterable[Message]:
        """The messages in this; "" is the end."""
        typed = self._answers.without(data) if data else ""
        return super().feed(typed) if typed or not data else ()
