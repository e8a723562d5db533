"""The library's line to a voice channel, with a hole filled (2.7.1). It loads the library: only who
speaks imports it.

After a line broke, the thread that reads its socket still waits on the old one, for up to 30 s; the
new line hears nothing and gives up after 10. So each socket gets a reader of its own.
"""

from __future__ import annotations

import discord
from discord.voice_state import SocketReader, VoiceConnectionState


class _State(VoiceConnectionState):
    def _create_socket(self) -> None:
        self._socket_reader.stop()
        self._socket_reader = SocketReader(self)
        self._socket_reader.start()
        super()._create_socket()


class Line(discord.VoiceClient):
    """A line that is mended at once when it breaks."""

    def create_connection_state(self) -> VoiceConnectionState:
        """The one that is mended."""
        return _State(self)
