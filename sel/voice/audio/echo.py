"""How SEL keeps from hearing itself, as the setting `voice_echo` has it."""

from __future__ import annotations

import importlib.util

from sel.voice.ports import Echo


def chosen(setting: str) -> Echo:
    """The way of a `voice_echo`: "auto" takes SEL's sound out where livekit is installed."""
    if setting == "aec" or setting == "headphones":
        return "aec" if setting == "aec" else "headphones"
    if setting == "auto" and importlib.util.find_spec("livekit") is not None:
        return "aec"
    return "half_duplex"
