"""A face over a brain whose conversations last, for tests of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from face_fakes import FakeSettings, drawn
from face_sessions import FakeSessions
from test_face_talk import Face

from tui.app import SelApp


@dataclass
class Talk(Face):
    """A face over a brain whose conversations last."""

    brain: FakeSessions

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.shown()

    async def shown(self) -> None:
        """Wait until all is done that was begun, and all is drawn that was told."""
        feed = self.app.main.desk.feed
        async with asyncio.timeout(60):
            await self.pilot.pause()
            while self._busy() or feed.seq < self.brain.told:
                await self.pilot.pause(0.001)
            await self.pilot.pause()

    def _busy(self) -> bool:
        return any(one.name != "brain" and not one.is_finished for one in self.app.workers)

    async def send(self, text: str) -> None:
        self.app.main.prompt.fill(text)
        await self.press("enter")

    @property
    def title(self) -> str:
        return str(self.app.main._frame.border_title or "")

    @property
    def whispered(self) -> str:
        return str(self.app.main._frame.border_subtitle or "")

    def marked(self, look: str) -> list[str]:
        talk = self.app.main.conversation
        return [one.source for one in talk.messages if one.has_class(look)]

    def picked(self) -> list[str]:
        return self.marked("-picked")

    def last(self, kind: type[Any]) -> Any:
        return self.brain.asked(kind)[-1]


@asynccontextmanager
async def talk(
    *turns: tuple[str, str], size: tuple[int, int] = (80, 24), plain: bool = False, **given: Any
) -> AsyncIterator[Talk]:
    brain = FakeSessions(**given)
    if turns:
        brain.talk(*turns)
    app = SelApp(brain, FakeSettings(plain=plain))
    async with app.run_test(size=size) as pilot:
        await drawn(pilot, brain)
        yield Talk(pilot, app, brain)
