"""The mouth's child without a voice: four samples for every text.

`SEL_TEST_SPEAK=dies` kills it before it is ready. The texts `die`, `deaf` and `slow` do what they
say.
"""

from __future__ import annotations

import base64
import os
import sys
import time

from sel.engine.workers.channel import Channel


def main() -> None:
    channel = Channel.from_argv()
    if os.environ.get("SEL_TEST_SPEAK") == "dies":
        os._exit(7)
    channel.send({"type": "ready", "name": "fake", "rate": 16_000, "seconds": 0.0})
    for message in channel:
        if message["type"] != "say":
            sys.stderr.write(f"{message['type']} {message.get('id')}\n")
            sys.stderr.flush()
            continue
        text = message["text"]
        if text == "die":
            os._exit(9)
        if text == "deaf":
            continue
        if text == "slow":
            time.sleep(0.2)
        pcm = base64.b64encode(bytes(8)).decode()
        sound = {"type": "sound", "id": message["id"], "rate": 16_000, "pcm": pcm, "words": [4]}
        channel.send(sound | {"cached": False, "seconds": 0.0})


if __name__ == "__main__":
    main()
