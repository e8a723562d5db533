"""Discord's gateway: sessions that outlive their connections, and what is sent over them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
import zlib
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from double.people import Guild
from double.state import State, Told, message_event, readable
from double.wire import GUILDS, MESSAGE_CONTENT, PRIVILEGED, Json

EVENTS_A_MINUTE = 120
RESUME_HOST = "wss://gateway-double.discord.gg/"

VoiceState = Callable[["Session", Json], None]


@dataclass(frozen=True, slots=True)
class Identify:
    """An IDENTIFY or RESUME that arrived, with `at` in Unix seconds."""

    at: float
    shard: tuple[int, int]
    intents: int
    session: str


@dataclass(eq=False, slots=True)
class Link:
    """One websocket connection, with its own compression. Frames go out in order."""

    socket: web.WebSocketResponse
    request: web.Request
    compressed: bool
    out: asyncio.Queue[Json] = field(default_factory=asyncio.Queue)
    session: Session | None = None
    received: deque[float] = field(default_factory=deque)
    dropped: bool = False
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    _goodbye: int = 0
    _reading: asyncio.Task[None] | None = None
    _deflate: Any = field(default_factory=zlib.compressobj)

    def send(self, op: int, data: Any, event: str | None = None, seq: int | None = None) -> None:
        self.out.put_nowait({"op": op, "d": data, "s": seq, "t": event})

    async def pump(self) -> None:
        """Send what is waiting, until the connection ends."""
        while True:
            text = json.dumps(await self.out.get())
            with contextlib.suppress(ConnectionError):
                if not self.compressed:
                    await self.socket.send_str(text)
                    continue
                data = self._deflate.compress(text.encode())
                await self.socket.send_bytes(data + self._deflate.flush(zlib.Z_SYNC_FLUSH))

    async def read(self, received: Callable[[Link, Json], Awaitable[None]]) -> None:
        """Hand over what comes, until either side has said goodbye."""
        self._reading = asyncio.create_task(self._read(received))
        try:
            await asyncio.wait({self._reading})
            if not self._reading.cancelled():
                self._reading.result()
            if self._goodbye:  # the task that read waits for the client's answer: aiohttp hangs up
                await self.socket.close(code=self._goodbye)  # at once where another one closes
        finally:
            self._reading.cancel()

    async def _read(self, received: Callable[[Link, Json], Awaitable[None]]) -> None:
        async for message in self.socket:
            if message.type is WSMsgType.TEXT:
                await received(self, json.loads(message.data))

    async def close(self, code: int) -> None:
        """Say goodbye, and wait for the client to say so, too."""
        self._goodbye = code
        if self._reading is not None:
            self._reading.cancel()
        await self.ended.wait()

    def abort(self) -> None:
        """Break the connection without a word."""
        if self.request.transport is not None:
            self.request.transport.abort()


@dataclass(eq=False, slots=True)
class Session:
    """A session, with all that was sent in it; without a connection it goes on collecting."""

    id: str
    shard: tuple[int, int]
    intents: int
    link: Link | None
    sent: list[tuple[int, str, Json]] = field(default_factory=list)

    def dispatch(self, event: str, data: Json) -> None:
        self.sent.append((len(self.sent) + 1, event, data))
        if self.link is not None:
            self.link.send(0, data, event, len(self.sent))

    def has(self, guild: Guild | None) -> bool:
        """Whether a server (None: direct messages) is this shard's."""
        number, count = self.shard
        return number == (0 if guild is None else (guild.id >> 22) % count)


@dataclass(slots=True)
class Gateway:
    """All sessions of the bot.

    `heartbeat` is in seconds; `privileged`: the intents that its maker has switched on;
    `refusals`: how many connections are still to be turned away by HTTP.
    """

    state: State
    token: str
    heartbeat: float = 41.25
    privileged: int = sum(PRIVILEGED.values())
    events_a_minute: int = EVENTS_A_MINUTE
    refusals: int = 0
    deaf: bool = False
    sessions: dict[str, Session] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    identifies: list[Identify] = field(default_factory=list)
    resumes: list[Identify] = field(default_factory=list)
    heartbeats: list[float] = field(default_factory=list)
    presences: list[Json] = field(default_factory=list)
    connections: int = 0
    chunk: int = 1000
    on_voice_state: VoiceState | None = None

    # ------------------------------------------------------------ sending

    def tell(self, told: Told) -> None:
        """Bring an event to every session whose shard and intents it is for."""
        for session in self.sessions.values():
            if session.has(told.guild) and session.intents & told.intent:
                session.dispatch(told.event, self._data(told, session))

    def _data(self, told: Told, session: Session) -> Json:
        if told.post is None:
            return told.data
        content = bool(session.intents & MESSAGE_CONTENT)
        return message_event(
            told.post, readable=readable(told.post, self.state.sel, content=content)
        )

    def add_guild(self, guild: Guild) -> None:
        """SEL was invited to a server while it runs."""
        guild.live = True
        for session in self.sessions.values():
            if session.has(guild) and session.intents & GUILDS:
                session.dispatch("GUILD_CREATE", guild.payload(session.intents))

    def linked(self, shard: int | None = None) -> list[Link]:
        """The connections with a session, of one shard or of all."""
        return [
            link
            for link in self.links
            if link.session is not None and shard in (None, link.session.shard[0])
        ]

    # ------------------------------------------------------------ receiving

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One connection, from its first byte to its last."""
        self.connections += 1
        if self.refusals > 0:
            self.refusals -= 1
            return web.Response(status=503, text="no")
        socket = web.WebSocketResponse(compress=False, max_msg_size=0)
        await socket.prepare(request)
        link = Link(socket, request, request.query.get("compress") == "zlib-stream")
        self.links.append(link)
        pump = asyncio.create_task(link.pump())
        link.send(10, {"heartbeat_interval": int(self.heartbeat * 1000)})
        try:
            await link.read(self._received)
        finally:
            pump.cancel()
            self._ended(link)
        return socket

    def _ended(self, link: Link) -> None:
        self.links.remove(link)
        link.ended.set()
        session = link.session
        if session is None or session.link is not link:
            return
        session.link = None  # a client that says goodbye (1000, 1001) gives its session up
        if link.socket.close_code in (1000, 1001) and not link.dropped:
            self.sessions.pop(session.id, None)

    async def _received(self, link: Link, message: Json) -> None:
        now = time.monotonic()
        link.received.append(now)
        while link.received[0] < now - 60:
            link.received.popleft()
        if len(link.received) > self.events_a_minute:
            await link.socket.close(code=4008, message=b"You are being rate limited.")
            return
        op: int = message["op"]
        data: Any = message.get("d")
        if op == 1:
            self._beat(link)
        elif op == 2:
            await self._identify(link, data)
        elif op == 6:
            await self._resume(link, data)
        elif link.session is None:
            await link.socket.close(code=4003, message=b"Not authenticated.")
        elif op == 8:
            self._members(link.session, data)
        elif op == 3:
            self.presences.append(data)
        elif op == 4 and self.on_voice_state is not None:
            self.on_voice_state(link.session, data)

    def _beat(self, link: Link) -> None:
        self.heartbeats.append(time.time())
        if not self.deaf:
            link.send(11, None)

    async def _identify(self, link: Link, data: Json) -> None:
        if data["token"] != self.token:
            await link.socket.close(code=4004, message=b"Authentication failed.")
            return
        shard, intents = data.get("shard") or [0, 1], int(data["intents"])
        number, count = shard
        session = Session(f"session-{len(self.identifies) + 1}", (number, count), intents, link)
        self.identifies.append(Identify(time.time(), session.shard, intents, session.id))
        if number >= count:
            await link.socket.close(code=4010, message=b"Invalid shard.")
        elif intents & sum(PRIVILEGED.values()) & ~self.privileged:
            await link.socket.close(code=4014, message=b"Disallowed intent(s).")
        else:
            link.session = self.sessions[session.id] = session
            self._ready(session)

    def _ready(self, session: Session) -> None:
        guilds = [guild for guild in self.state.guilds if session.has(guild)]
        app = {"id": str(self.state.sel.id), "flags": 0}
        session.dispatch(
            "READY",
            {
                "v": 10,
                "user": self.state.sel.user(),
                "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
                "session_id": session.id,
                "resume_gateway_url": RESUME_HOST,
                "application": app,
                "shard": list(session.shard),
            },
        )
        for guild in guilds:
            guild.live = True
            session.dispatch("GUILD_CREATE", guild.payload(session.intents))

    async def _resume(self, link: Link, data: Json) -> None:
        session = self.sessions.get(str(data["session_id"]))
        if data["token"] != self.token:
            await link.socket.close(code=4004, message=b"Authentication failed.")
        elif session is None:
            self.resumes.append(Identify(time.time(), (0, 0), 0, ""))
            link.send(9, False)
        else:
            self.resumes.append(Identify(time.time(), session.shard, session.intents, session.id))
            link.session, session.link = session, link
            for seq, event, payload in session.sent:
                if seq > int(data["seq"] or 0):
                    link.send(0, payload, event, seq)
            session.dispatch("RESUMED", {})

    def _members(self, session: Session, data: Json) -> None:
        """Answer REQUEST_MEMBERS, in chunks."""
        guild = next(one for one in self.state.guilds if one.id == int(data["guild_id"]))
        wanted = {int(one) for one in data.get("user_ids") or []}
        start = str(data.get("query") or "").lower()
        people = [
            person
            for person in (guild.sel, *guild.people)
            if (person.id in wanted if wanted else person.name.lower().startswith(start))
        ]
        chunks = [people[at : at + self.chunk] for at in range(0, len(people), self.chunk)] or [[]]
        for index, chunk in enumerate(chunks):
            session.dispatch(
                "GUILD_MEMBERS_CHUNK",
                {
                    "guild_id": str(guild.id),
                    "members": [guild.member(person) for person in chunk],
                    "chunk_index": index,
                    "chunk_count": len(chunks),
                    "nonce": data.get("nonce"),
                },
            )
