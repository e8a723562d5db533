"""The child's work: judge frames as they come, understand one span at a time beside it.

Messages in: `{"type": "frame", "number": n, "pcm": base64 of 512 16-bit samples}`,
`{"type": "text", "id": i, "first": n, "last": m}` (both included), `{"type": "reset"}`,
`{"type": "file", "path": …}`.

Messages out: `{"type": "ready", "model": name, "device": …, "seconds": s}` or `{"type": "failed",
"title": …, "hint": …}` once; `{"type": "p", "number": n, "p": [...], "ms": per frame}` for one or
more frames in a row; `{"type": "text", "id": i, "text": …, "seconds": s, …}`; for a file what
`sel.engine.workers.listen.file` says.

Nothing heard is logged: fds 1 and 2 go to a file.
"""

from __future__ import annotations

import base64
import queue
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np

from sel.engine.workers.channel import Channel
from sel.engine.workers.listen.file import read
from sel.engine.workers.listen.ring import Ring, as_floats
from sel.engine.workers.listen.vad import FRAME, Vad
from sel.engine.workers.listen.whisper import NoWhisper, Whisper, check

MOST_WAITING = 256
"""Messages read ahead; a parent that sends more waits in its socket."""
MOST_AT_ONCE = 64
"""Frames judged in one go where they come faster than sound does."""
INSTALL = "pip install 'sel-companion[voice]' brings what hears."

Message = dict[str, Any]


def serve(channel: Channel, folder: str, language: str, *, cpu: bool) -> int:
    """Load, say so, answer until the parent is gone. The exit status."""
    began = time.monotonic()
    try:
        check(Path(folder))  # before the libraries, which take half a second to load
        vad, whisper = Vad(), Whisper(Path(folder), language, cpu=cpu)
        whisper.warm_up()
        vad.judge(np.zeros(FRAME, np.float32))
        vad.reset()
    except NoWhisper as error:
        channel.send({"type": "failed", "title": error.title, "hint": error.hint})
        return 1
    except ImportError as error:
        title = f"What hears is not installed ({error.name or 'faster_whisper'})."
        channel.send({"type": "failed", "title": title, "hint": INSTALL})
        return 1
    seconds = round(time.monotonic() - began, 3)
    ready = {"model": Path(folder).name, "device": whisper.device, "seconds": seconds}
    channel.send({"type": "ready", **ready})
    Service(channel, vad, whisper).run()
    return 0


class Service:
    """Three threads: one reads the line, this one judges frames, one understands spans."""

    def __init__(self, channel: Channel, vad: Vad, whisper: Whisper) -> None:
        self._channel = channel
        self._vad = vad
        self._whisper = whisper
        self._ring = Ring()
        self._inbox: queue.Queue[Message | None] = queue.Queue(MOST_WAITING)
        self._spans: queue.Queue[Message] = queue.Queue()

    def run(self) -> None:
        """Answer until the parent is gone."""
        threading.Thread(target=self._read, daemon=True).start()
        threading.Thread(target=self._understand, daemon=True).start()
        while (message := self._inbox.get()) is not None:
            frames = []
            while message is not None and message["type"] == "frame":
                frames.append(message)
                message = self._next() if len(frames) < MOST_AT_ONCE else {"type": "none"}
            if frames:
                self._judge(frames)
            if message is None:
                return
            self._do(message)

    def _read(self) -> None:
        for message in self._channel:
            self._inbox.put(message)
        self._inbox.put(None)

    def _next(self) -> Message | None:
        """The message that is already there, or one that says nothing."""
        try:
            return self._inbox.get_nowait()
        except queue.Empty:
            return {"type": "none"}

    def _do(self, message: Message) -> None:
        if message["type"] == "text":
            sound = self._ring.span(message["first"], message["last"])
            self._spans.put({"id": message["id"], "sound": sound})
        elif message["type"] == "reset":
            self._vad.reset()
        elif message["type"] == "file":
            read(self._channel, self._vad, self._whisper, Path(message["path"]))

    def _judge(self, frames: list[Message]) -> None:
        began = time.perf_counter()
        sounds = [base64.b64decode(frame["pcm"]) for frame in frames]
        for frame, pcm in zip(frames, sounds, strict=True):
            self._ring.put(frame["number"], pcm)
        found = self._vad.judge(as_floats(np.frombuffer(b"".join(sounds), "<i2")))
        spent = (time.perf_counter() - began) * 1000 / len(frames)
        self._channel.send(
            {
                "type": "p",
                "number": frames[0]["number"],
                "p": [round(p, 4) for p in found],
                "ms": round(spent, 4),
            }
        )

    def _understand(self) -> None:
        while True:
            asked = self._spans.get()
            began = time.monotonic()
            text = self._whisper.understand(asked["sound"])
            seconds = round(time.monotonic() - began, 4)
            answer = {"type": "text", "id": asked["id"], "seconds": seconds}
            self._channel.send(answer | text.message())
