"""Voice on loopback: its gateway, and the UDP port that hears what SEL says. No DAVE.

The real Discord takes end-to-end encrypted calls only; here what arrives is decrypted and decoded,
so that a test can listen to it.
"""

from __future__ import annotations

import asyncio
import json
import struct
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import nacl.secret
from aiohttp import WSMsgType, web

from double.people import Channel, Guild, Person
from double.state import State, Told
from double.wire import VOICE_STATES, Json

if TYPE_CHECKING:
    from double.gateway import Session

MODE = "aead_xchacha20_poly1305_rtpsize"
KEY = bytes(range(32))
RATE, CHANNELS, FRAME_SECONDS = 48_000, 2, 0.02
SILENCE = b"\xf8\xff\xfe"
"""What is sent five times when the sound ends (Discord's documentation)."""

HOST = "voice-double.discord.media"


@dataclass(frozen=True, slots=True)
class Frame:
    """20 ms of sound as it arrived, with `at` in Unix seconds."""

    at: float
    guild: Guild
    opus: bytes


@dataclass(eq=False, slots=True)
class _Call:
    """SEL in a voice channel."""

    guild: Guild
    ssrc: int
    token: str
    socket: web.WebSocketResponse | None = None


class _Port(asyncio.DatagramProtocol):
    """The UDP port."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if len(data) == 74 and data[:2] == b"\x00\x01":
            assert self._transport is not None
            host = addr[0].encode().ljust(64, b"\x00")
            answer = struct.pack(">HHI", 2, 70, *struct.unpack_from(">I", data, 4))
            self._transport.sendto(answer + host + struct.pack(">H", addr[1]), addr)
        else:
            self._voice.heard(data)


@dataclass(eq=False, slots=True)
class Voice:
    """All calls. `frames` is what was heard, `speaking` the switches with their moments.

    `refusals`: codes with which the next connections are closed (4017: DAVE is required)."""

    state: State
    frames: list[Frame] = field(default_factory=list)
    speaking: list[tuple[float, int]] = field(default_factory=list)
    refusals: list[int] = field(default_factory=list)
    port: int = 0
    _calls: dict[int, _Call] = field(default_factory=dict)
    _transport: asyncio.BaseTransport | None = None

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(
            lambda: _Port(self), local_addr=("127.0.0.1", 0)
        )
        self._transport = transport
        self.port = transport.get_extra_info("sockname")[1]

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    # ------------------------------------------------------------ who is where

    def where(self, guild: Guild, person: Person) -> Channel | None:
        """The voice channel somebody is in."""
        return guild.in_voice.get(person.id)

    def move(self, guild: Guild, person: Person, channel: Channel | None, session: str) -> None:
        """Somebody enters a channel, or leaves (None)."""
        if channel is None:
            guild.in_voice.pop(person.id, None)
        else:
            guild.in_voice[person.id] = channel
        data = guild.voice_state(person, channel, session)
        self.state.tell(Told("VOICE_STATE_UPDATE", data, guild, VOICE_STATES))

    def asked(self, session: Session, data: Json) -> None:
        """SEL wants to enter or to leave (op 4)."""
        guild = next(one for one in self.state.guilds if one.id == int(data["guild_id"]))
        wanted = data.get("channel_id")
        channel = self.state.channel(int(wanted)) if wanted is not None else None
        self.move(guild, self.state.sel, channel, session.id)
        if channel is None:
            self._calls.pop(guild.id, None)
            return
        call = _Call(guild, len(self._calls) + 1, f"voice-token-{self.state.ids.new()}")
        self._calls[guild.id] = call
        server = {"token": call.token, "guild_id": str(guild.id), "endpoint": HOST}
        session.dispatch("VOICE_SERVER_UPDATE", server)

    async def disconnect(self, guild: Guild, code: int = 4014) -> None:
        """Somebody throws SEL out of the channel."""
        call = self._calls.pop(guild.id, None)
        self.move(guild, self.state.sel, None, "")
        if call is not None and call.socket is not None:
            await call.socket.close(code=code)

    # ------------------------------------------------------------ its gateway

    async def handle(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if self.refusals:
            await socket.close(code=self.refusals.pop(0))
            return socket
        await socket.send_json({"op": 8, "d": {"v": 8, "heartbeat_interval": 5000}})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._received(socket, json.loads(message.data))
        return socket

    async def _received(self, socket: web.WebSocketResponse, message: Json) -> None:
        op, data = message["op"], message["d"]
        if op == 0:
            await self._identify(socket, data)
        elif op == 1:
            described = {"mode": MODE, "secret_key": list(KEY), "dave_protocol_version": 0}
            await socket.send_json({"op": 4, "d": described})
        elif op == 3:
            await socket.send_json({"op": 6, "d": {"t": data["t"]}})
        elif op == 5:
            self.speaking.append((time.time(), int(data["speaking"])))
        elif op == 7:
            await socket.send_json({"op": 9, "d": None})

    async def _identify(self, socket: web.WebSocketResponse, data: Json) -> None:
        call = self._calls.get(int(data["server_id"]))
        if call is None or call.token != data["token"]:
            await socket.close(code=4004)
            return
        call.socket = socket
        ready = {"ssrc": call.ssrc, "ip": "127.0.0.1", "port": self.port, "modes": [MODE]}
        await socket.send_json({"op": 2, "d": ready})

    # ------------------------------------------------------------ what was heard

    def heard(self, packet: bytes) -> None:
        """Decrypt an RTP packet: 12 bytes of header, the sealed sound, 4 bytes of the nonce."""
        header, sealed, nonce = packet[:12], packet[12:-4], packet[-4:] + bytes(20)
        (ssrc,) = struct.unpack_from(">I", header, 8)
        opus = nacl.secret.Aead(KEY).decrypt(sealed, header, nonce)
        for call in self._calls.values():
            if call.ssrc == ssrc:
                self.frames.append(Frame(time.time(), call.guild, opus))

    def pcm(self, guild: Guild) -> bytes:
        """What SEL said there: 48 kHz, 16 bit, stereo. Needs libopus."""
        from discord.opus import Decoder

        decoder = Decoder()  # type: ignore[no-untyped-call]
        frames = [one.opus for one in self.frames if one.guild is guild and one.opus != SILENCE]
        return b"".join(decoder.decode(frame, fec=False) for frame in frames)
