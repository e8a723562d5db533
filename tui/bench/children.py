"""What is measured: a bare Textual app, the face, and the face under a stream of text."""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tui.blank import BlankMind

MARK = "ay something"
"""In the bare app's text and in the prompt's (whose first letter is under the cursor)."""
RATE = 200
"""Tokens a second."""
TEXT = (
    "The morning light came slowly over the hills, and with it the first small sounds of the day. "
    "Somebody opened a window; a kettle began to sing.\n\n"
    "- a list has items\n- some of them with `code` in them\n- and one that is **strong**\n\n"
    "```python\ndef greet(names: list[str]) -> None:\n"
    '    for name in names:\n        print(f"Hello, {name}!")\n```\n\n'
)

if TYPE_CHECKING:
    from sel.bus import Subscription
    from sel.events import Command, Snapshot
    from sel.voice_events import VoiceView


class _Settings:
    theme = "sel-dark"
    tts_default = False
    compact = plain = False
    animations = True
    notify = "off"
    pictures = "blocks"


def bare() -> None:
    """The least a Textual app can be: the yardstick for the first frame."""
    from textual.app import App, ComposeResult
    from textual.widgets import Static

    class Bare(App[None]):
        def compose(self) -> ComposeResult:
            yield Static(MARK)

    Bare().run()


def face(seconds: float = 0.0, report: str = "", *, aloud: bool = False) -> None:
    """The face over a brain that streams for `seconds` and then writes its CPU time to a file."""
    from tui.app import SelApp

    SelApp(lambda: StreamingBrain(seconds, report, aloud=aloud), _Settings()).run()


class StreamingBrain(BlankMind):
    """Tells a made-up reply at a fixed rate."""

    def __init__(self, seconds: float, report: str, *, aloud: bool = False) -> None:
        from sel.bus import Bus

        self._aloud = aloud
        self._seconds = seconds
        self._report = report
        self._bus = Bus(self.snapshot)
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to stream."""
        if self._seconds:
            self._task = asyncio.create_task(self._stream(), name="bench:stream")

    async def stop(self) -> None:
        """Nothing to end."""

    async def submit(self, command: Command) -> str:  # noqa: ARG002 - the port's shape
        """Nothing is answered."""
        return ""

    def subscribe(self) -> Subscription:
        """Events of the made-up reply."""
        return self._bus.subscribe()

    def snapshot(self) -> Snapshot:
        """A brain that is ready."""
        from sel.events import EngineView, Snapshot

        return Snapshot(engine=EngineView(state="ready"))

    async def _stream(self) -> None:
        from sel.events import AffectView, HormonesChanged, TextArrived, TurnFinished, TurnStarted

        tokens = [TEXT[at : at + 4] for at in range(0, len(TEXT), 4)]
        self._bus.publish(TurnStarted(turn_id="bench"))
        await asyncio.sleep(0.5)
        began, cpu = time.perf_counter(), time.process_time()
        told = 0
        said: list[str] = []
        voice = asyncio.create_task(self._speak(), name="bench:speak") if self._aloud else None
        while (passed := time.perf_counter() - began) < self._seconds:
            while told < passed * RATE:
                said.append(tokens[told % len(tokens)])
                self._bus.publish(TextArrived(turn_id="bench", text=said[-1]))
                if told % RATE == 0:
                    levels = {"dopamine": told / RATE % 10 / 10}
                    self._bus.publish(HormonesChanged(affect=AffectView(levels=levels)))
                told += 1
            await asyncio.sleep(1 / RATE)
        spent = time.process_time() - cpu
        if voice is not None:
            voice.cancel()
        self._bus.publish(TurnFinished(turn_id="bench", text="".join(said)))
        figures = {"cpu_seconds": spent, "seconds": passed, "tokens": told}
        Path(self._report).write_text(json.dumps(figures))  # noqa: ASYNC240 - once, at the end

    async def _speak(self) -> None:
        """What a voice tells while SEL speaks: its state, and the microphone ten times a second."""
        from sel.voice_events import LevelHeard, TextSpoken, VoiceChanged

        self._bus.publish(VoiceChanged(voice=self.voice()))
        for number in itertools.count():
            self._bus.publish(LevelHeard(level=-60.0 + 40.0 * (number % 10) / 10))
            if number % 20 == 0:
                self._bus.publish(TextSpoken(turn_id="bench", upto=40 * number // 20))
            await asyncio.sleep(0.1)

    def voice(self) -> VoiceView:
        """It speaks."""
        from sel.voice_events import VoiceView

        return VoiceView(state="speaking" if self._aloud else "off")


def run(kind: str, *rest: str) -> None:
    """Be the child of this kind."""
    if kind == "bare":
        bare()
    elif kind == "face":
        face()
    elif kind == "stream":
        face(float(rest[0]), rest[1])
    elif kind == "aloud":
        face(float(rest[0]), rest[1], aloud=True)
    elif kind == "long":
        from tui.app import SelApp
        from tui.bench.long import LongBrain

        SelApp(lambda: LongBrain(int(rest[0]), rest[1]), _Settings()).run()
    elif kind == "bare-long":
        from tui.bench import long

        long.bare(int(rest[0]))
    else:
        sys.exit(f"there is no child called {kind}")
