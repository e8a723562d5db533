"""Frames as Discord's library wants them. It loads the library: only who speaks imports it."""

from __future__ import annotations

import discord

from bridge.media.frames import Frames


class FrameSource(discord.AudioSource):
    """Plays `Frames`; the library encodes them."""

    def __init__(self, frames: Frames) -> None:
        self._frames = frames

    def read(self) -> bytes:
        """20 ms; b"" at the end."""
        return self._frames.read()

    def is_opus(self) -> bool:
        """They are plain samples."""
        return False

    def cleanup(self) -> None:
        """The player is done, or was stopped: nobody will take the rest."""
