"""Speaker and microphone in a process of their own: PortAudio may crash, and writes to fd 2.

Messages in: `{"type": "open", "input": …, "output": …, "echo": …, "microphone": bool}` once, or
`{"type": "list"}`; then `play` (`id`, `rate`, `pcm` in base64, `pause`), `duck` (`gain`), `hush`
(`ask`), `resume`, `drop`, `mute` (`microphone`). Out: `opened` or `failed`, `devices`; then `frame`
(`n`, `at`, `pcm`, `level`, `playing`), `began` and `ended` (`id`, `at`), `hushed` (`ask`, `cut`),
`lost` and `found` (`part`, …). Times are `time.monotonic()`. Nothing heard or played is logged.
"""

from __future__ import annotations

import os
import sys
import threading
import traceback
from dataclasses import asdict
from typing import Any

from sel.engine.workers.audio import choose, library
from sel.engine.workers.audio.card import Card
from sel.engine.workers.channel import Channel
from sel.errors import VoiceError, to_wire

SWITCH = 0.001
"""Seconds after which Python threads take turns: a callback must not wait for the usual 5 ms."""


def listed() -> dict[str, Any]:
    """The answer to `list`."""
    try:
        sd = library.load()
        found = {
            part: [asdict(device) for device in choose.devices(sd, part)]
            for part in ("input", "output")
        }
    except VoiceError as error:
        return {"type": "failed", **to_wire(error)}
    return {"type": "devices", **found}


def _run(card: Card) -> None:
    """The card's thread. Where it breaks, the whole process ends, and the parent starts another."""
    try:
        card.run()
    except Exception:  # noqa: BLE001 - the edge: a card that is broken must not seem to listen
        traceback.print_exc()
        os._exit(1)


def main() -> int:
    """Serve until the parent is gone."""
    sys.setswitchinterval(SWITCH)
    channel = Channel.from_argv()
    card = Card(channel.send)
    actor = threading.Thread(target=_run, args=(card,), name="card")
    actor.start()
    for message in channel:
        if message["type"] == "list":
            channel.send(listed())
        else:
            card.put(message)
    card.put(None)
    actor.join()
    return 0


if __name__ == "__main__":
    sys.exit(main())
