"""How SEL keeps from hearing itself, as the setting `voice_echo` has it."""

from __future__ import annotations

import importlib.util

from sel.voice.ports import Echo


def chosen(setting: str) -> Echo:
    """The way of a `voice_echo`: "auto" takes SEL's sound out where livekit is installed."""
    if setting == "headphones":
        return "headphones"
    installed = importlib.util.find_spec("livekit") is not None
    return "aec" if setting == "aec" or (setting == "auto" and installed) else "half_duplex"
