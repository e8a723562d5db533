"""SEL on Discord as the rest of SEL knows it: switched on and off, told about, never in the way.

discord.py is loaded when it is switched on, and nothing of it is imported here.
"""

from __future__ import annotations

import asyncio
import importlib.util
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from bridge.parts import BridgeParts
from bridge.place import is_here
from bridge.ports import Book, Mind
from sel.bridge_events import (
    BridgeChanged,
    BridgeState,
    BridgeView,
    PauseChannel,
    SetBridge,
)
from sel.errors import BridgeError, SelError, TokenRefused
from sel.events import DESK, Command, NoticeGiven
from sel.tasks import Stage, TaskOwner

__all__ = ["BRIDGE_COMMANDS", "Bridge", "BridgeParts", "invite_link"]

log = logging.getLogger(__name__)

BRIDGE_COMMANDS: tuple[type[Command], ...] = (SetBridge, PauseChannel)
TELL_SECONDS = 0.25
"""Faces are told of changes at most this often: a busy server changes something all the time."""
FINISH_SECONDS = 8.0
"""How long replies under way may take to their end when SEL leaves. Docker kills after ten."""


class Presence(Protocol):
    """SEL at work on Discord, from `start` to `stop` (`bridge.presence.Presence`)."""

    async def live(self, tell: Callable[[BridgeState, str], None]) -> BridgeError:
        """Be there until cancelled; returns only with a final error."""

    async def finish(self, seconds: float) -> None:
        """Take nothing new, and let replies come to their end; what does not within so many
        seconds is marked as cut off. Leaves voice channels."""

    async def stop(self) -> None:
        """Let go of everything; again does nothing."""

    async def pause(self, channel: str, *, paused: bool) -> None:
        """Say nothing there, or speak again. Raises `StoreError` as the disk does."""

    def view(self) -> BridgeView:
        """Name, servers, connections, latency and places; the rest is not looked at."""


Open = Callable[[Mind, BridgeParts, Book, Callable[[], None]], Presence]
"""Makes what is at work; the last is to be called when something faces show has changed. Called in
the loop. Raises `SelError`."""


class Bridge:
    """Owns SEL's presence on Discord. `obey` takes the commands of `BRIDGE_COMMANDS`."""

    def __init__(self, mind: Mind, parts: BridgeParts, open_presence: Open | None = None) -> None:
        """`open_presence` is for tests."""
        self._mind, self._parts = mind, parts
        self._open = open_presence
        self._state: BridgeState = "off"
        self._detail = ""
        self._presence: Presence | None = None
        self._tasks = TaskOwner("bridge")
        self._changing = asyncio.Lock()
        self._telling: asyncio.TimerHandle | None = None
        self.failure: SelError | None = None
        """Why it is not on, where that is final."""

    # ------------------------------------------------------------ for faces

    def view(self) -> BridgeView:
        """How it is."""
        presence = self._presence
        if presence is None:
            return BridgeView(state=self._state, detail=self._detail)
        return replace(presence.view(), state=self._state, detail=self._detail)

    async def obey(self, command: Command) -> None:
        """Take a command. Raises `BridgeError` where it cannot be."""
        match command:
            case SetBridge():
                await (self.start() if command.on else self.stop())
            case PauseChannel():
                await self._pause(command)

    async def _pause(self, command: PauseChannel) -> None:
        if self._presence is None:
            raise BridgeError("SEL is not on Discord.", hint="/bridge on takes it there.")
        if not is_here(command.channel):
            raise BridgeError("Only channels of Discord can be paused.")
        await self._presence.pause(command.channel, paused=command.paused)
        self._changed()

    # ------------------------------------------------------------ on and off

    async def start(self) -> None:
        """Begin to; it is on once the state is "ready". Raises `BridgeError` where it cannot be,
        and `StoreError` as its book on disk does."""
        async with self._changing:
            if self._presence is not None:
                return
            self.failure = None
            self._show("connecting", "SEL is on its way to Discord.")
            try:
                self._presence = await self._opened()
            except SelError as error:
                self.failure = error
                self._show("failed", error.sentence())
                raise
            self._tasks.start(self._live(self._presence), "live", Stage.INPUT)

    async def _opened(self) -> Presence:
        if not self._parts.token():
            raise TokenRefused(
                "There is no token for Discord.",
                where="DISCORD_TOKEN",
                hint="`sel bridge` without one says how to make a bot and get it.",
            )
        opening = self._open or await _library()
        book = await asyncio.to_thread(self._parts.open_book)
        try:
            return opening(self._mind, self._parts, book, self._changed)
        except SelError:
            book.close()
            raise

    async def _live(self, presence: Presence) -> None:
        def tell(state: BridgeState, detail: str) -> None:
            if self._presence is presence:  # else SEL is leaving, whatever the line does
                self._show(state, detail)

        error = await presence.live(tell)
        self.failure = error
        log.error("the bridge ended: %s", error)
        self._mind.publish(
            NoticeGiven(channel=DESK, title=error.title, hint=error.hint, level="problem")
        )
        self._presence = None
        await presence.stop()
        self._show("failed", error.sentence())

    async def stop(self) -> None:
        """Leave: nothing new is taken, replies come to their end or are marked, voice channels are
        left. Takes at most about `FINISH_SECONDS`; again does nothing."""
        async with self._changing:
            presence, self._presence = self._presence, None
            if presence is not None:
                self._show("off", "SEL is leaving Discord.")
                await presence.finish(FINISH_SECONDS)
                await self._tasks.stop()
                await presence.stop()
            if self._state != "off" or self._detail:
                self._state, self._detail = "off", ""
                self._tell()

    # ------------------------------------------------------------ telling

    def _show(self, state: BridgeState, detail: str) -> None:
        news = state != self._state
        self._state, self._detail = state, detail
        if news:
            self._tell()
        else:
            self._changed()

    def _changed(self) -> None:
        """Tell soon, and once for all that changes until then."""
        if self._telling is None:
            loop = asyncio.get_running_loop()
            self._telling = loop.call_later(TELL_SECONDS, self._tell)

    def _tell(self) -> None:
        if self._telling is not None:
            self._telling.cancel()
            self._telling = None
        self._mind.publish(BridgeChanged(bridge=self.view()))


async def _library() -> Open:
    """What is at work, with discord.py: 0.4 s, in a thread, so that a screen goes on meanwhile.
    Raises `BridgeError` where that is not installed."""
    if importlib.util.find_spec("discord") is None:
        raise BridgeError(
            "What SEL needs for Discord is not installed.",
            hint="`make install-discord`, or pip install 'discord.py[voice]'.",
        )
    module = await asyncio.to_thread(importlib.import_module, "bridge.presence")
    opening: Open = module.open_presence
    return opening


def invite_link(application_id: int | None = None) -> str:
    """The address at which a bot is invited to a server, with the rights SEL needs there. Without
    an id, one to put it into. Raises `BridgeError` where discord.py is not installed."""
    if importlib.util.find_spec("discord") is None:
        raise BridgeError("What SEL needs for Discord is not installed.")
    from bridge.invite import link

    return link(application_id)
