"""The embedder's child without a model: the first letter's number comes back as the vector.

`SEL_TEST_EMBED` says what goes wrong: `missing` (no model), `mute` (never ready), `deaf` (no
answers), `dies` (before it is ready). A text that begins with `!` kills it. `SEL_TEST_DIMENSION`
says how long its vectors are.
"""

from __future__ import annotations

import base64
import os
import struct
import sys
import time

from sel.engine.workers.channel import Channel

HOW = os.environ.get("SEL_TEST_EMBED", "")
DIMENSION = int(os.environ.get("SEL_TEST_DIMENSION", "384"))


def encode(text: str) -> str:
    numbers = [float(ord(text[0])), *[0.0] * (DIMENSION - 1)]
    return base64.b64encode(struct.pack(f"{DIMENSION}f", *numbers)).decode()


def main() -> None:
    channel = Channel.from_argv()
    model = sys.argv[sys.argv.index("--model") + 1] if "--model" in sys.argv else ""
    sys.stderr.write(f"model: {model}\n")
    if HOW == "missing":
        channel.send({"type": "failed", "title": "No model here.", "hint": "Install it."})
        return
    if HOW == "dies":
        os._exit(7)
    if HOW == "mute":
        time.sleep(60)
    channel.send({"type": "ready", "dimensions": DIMENSION, "seconds": 0.0})
    for message in channel:
        texts = message["texts"]
        if texts[0].startswith("!"):
            os._exit(9)
        if HOW == "deaf":
            continue
        sys.stderr.write(f"asked for {len(texts)}\n")
        channel.send({"type": "vectors", "id": message["id"], "vectors": [*map(encode, texts)]})


if __name__ == "__main__":
    main()
