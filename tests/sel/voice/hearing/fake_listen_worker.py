"""A child that hears without models. `--language` says how: `dies` (before it is ready), `once`
(the same, unless kept from the card), `fails` (to load), `brief` (ready, then dies at the first
frame), `mute` (never answers)."""

from __future__ import annotations

import os
import sys

from sel.engine.workers.channel import Channel


def main() -> None:
    channel = Channel.from_argv()
    how = sys.argv[sys.argv.index("--language") + 1]
    if how == "dies" or (how == "once" and "--cpu" not in sys.argv):
        os._exit(7)
    if how == "fails":
        channel.send({"type": "failed", "title": "No Whisper here.", "hint": "Fetch one."})
        return
    device = "cpu" if "--cpu" in sys.argv else "any"
    channel.send({"type": "ready", "model": f"fake on {device}", "seconds": 0.0})
    for message in channel:
        if how == "brief" and message["type"] == "frame":
            os._exit(7)


if __name__ == "__main__":
    main()
