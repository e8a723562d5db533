"""Stand-ins for what reads files: Discord's file servers, ears, a voice, and messages."""

from __future__ import annotations

import asyncio
import contextlib
import struct
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from bridge.ears.incoming import Incoming
from bridge.media.cdn import Cdn
from bridge.media.reading import Media
from bridge.parts import BridgeParts
from sel.config.settings import Settings
from sel.errors import BridgeError, SelError, VoiceError

CDN = "https://cdn.discordapp.com/attachments/1/2/"


async def until(met: Callable[[], object]) -> None:
    """Wait for what another task or thread does."""
    async with asyncio.timeout(30.0):
        while not met():  # noqa: ASYNC110 - there is nothing that would tell
            await asyncio.sleep(0.001)


@dataclass(slots=True)
class FakeCdn:
    """Hands out what lies in `files`, in pieces; an error is raised in its place.

    `taken` is how many bytes of each were asked for.
    """

    files: dict[str, bytes | SelError | type[TimeoutError]] = field(default_factory=dict)
    piece: int = 1000
    taken: dict[str, int] = field(default_factory=dict)

    @contextlib.asynccontextmanager
    async def open(self, url: str) -> AsyncIterator[AsyncIterator[bytes]]:
        held = self.files.get(url.removeprefix(CDN), BridgeError("It is no longer on Discord."))
        if isinstance(held, SelError):
            raise held
        if not isinstance(held, bytes):
            raise held
        yield self._pieces(url.removeprefix(CDN), held)

    def _pieces(self, name: str, data: bytes) -> AsyncIterator[bytes]:
        cdn = self

        class Pieces:
            at = 0

            def __aiter__(self) -> AsyncIterator[bytes]:
                return cast("AsyncIterator[bytes]", self)

            async def __anext__(self) -> bytes:
                if self.at >= len(data):
                    raise StopAsyncIteration
                piece = data[self.at : self.at + cdn.piece]
                self.at += len(piece)
                cdn.taken[name] = self.at
                return piece

        return cast("AsyncIterator[bytes]", Pieces())

    async def close(self) -> None:
        self.files.clear()


@dataclass(slots=True)
class FakeEars:
    """Hears the same in every file, or fails; notes what it was given, and how private that was."""

    said: str = "good morning sel"
    error: VoiceError | None = None
    hold: asyncio.Event | None = None
    heard: list[bytes] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    modes: list[int] = field(default_factory=list)

    async def transcribe(self, sound: Path, progress: Callable[[float], None]) -> str:
        self._look(sound)
        if self.error is not None:
            raise self.error
        if self.hold is not None:
            progress(0.4)
            await self.hold.wait()
        return self.said

    def _look(self, sound: Path) -> None:
        self.paths.append(sound)
        self.heard.append(sound.read_bytes())
        self.modes += [path.stat().st_mode & 0o777 for path in (sound, sound.parent)]


@dataclass(slots=True)
class FakeVoice:
    """Says each text as the given sounds; `gate` is waited for before all but the first."""

    sounds: Sequence[bytes] = (bytes(2 * 1600),)
    rate: int = 16_000
    error: VoiceError | None = None
    gate: asyncio.Event | None = None
    asked: list[str] = field(default_factory=list)

    async def speak(self, text: str, mood: str = "") -> AsyncIterator[tuple[bytes, int]]:
        self.asked.append(text)
        if self.error is not None:
            raise self.error
        for number, sound in enumerate(self.sounds):
            if number and self.gate is not None:
                await self.gate.wait()
            yield sound, self.rate


@dataclass(slots=True)
class Told:
    """What was told in the channel, line by line."""

    lines: list[str] = field(default_factory=list)

    async def __call__(self, text: str) -> None:
        self.lines.append(text)


@dataclass(slots=True)
class Desk:
    """A `Media` with everything around it faked."""

    cdn: FakeCdn = field(default_factory=FakeCdn)
    ears: FakeEars = field(default_factory=FakeEars)
    told: Told = field(default_factory=Told)
    sees: bool = False
    no_ears: VoiceError | None = None

    def media(self, **settings: Any) -> Media:
        def ears() -> FakeEars:
            if self.no_ears is not None:
                raise self.no_ears
            return self.ears

        parts = BridgeParts(
            settings=Settings(**settings),
            token=str,
            open_book=cast("Any", None),
            claims=cast("Any", None),
            transcriber=ears,
        )
        return Media(lambda: self.sees, parts, cdn=cast("Cdn", self.cdn))


def file(name: str, size: int = 100, *, seconds: float | None = None) -> SimpleNamespace:
    """An attachment as the library tells of it; `seconds` makes it a voice note."""
    return SimpleNamespace(
        filename=name,
        url=CDN + name,
        size=size,
        duration=seconds,
        is_voice_message=lambda: seconds is not None,
    )


def message(*files: SimpleNamespace, text: str = "look at this") -> Incoming:
    """A message from somebody with these files."""
    source = SimpleNamespace(attachments=list(files), message_snapshots=[])
    return Incoming(
        id=1,
        channel_id=2,
        guild_id=3,
        author_id=4,
        name="Ada",
        text=text,
        at=0.0,
        source=cast("Any", source),
    )


# ---------------------------------------------------------------- files


def png(width: int, height: int, body: bytes = b"") -> bytes:
    """The header of a picture; nobody has to decode it."""
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\x08\x02" + body


def jpg(width: int, height: int, preview: bytes = b"") -> bytes:
    """With a preview before the frame header, as cameras write it."""
    app = b"\xff\xe1" + struct.pack(">H", len(preview) + 2) + preview
    frame = b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03" + bytes(9)
    return b"\xff\xd8" + app + b"\xff" + frame + b"\xff\xda"


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height) + bytes(20)


def webp(kind: bytes, width: int, height: int) -> bytes:
    head = b"RIFF\0\0\0\0WEBP" + kind + bytes(4)
    if kind == b"VP8X":
        one = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        return head + bytes(4) + one
    if kind == b"VP8L":
        return head + b"\x2f" + ((width - 1) | (height - 1) << 14).to_bytes(4, "little")
    return head + bytes(6) + struct.pack("<HH", width, height)


OGG = b"OggS\x00\x02" + bytes(200) + b"OpusHead" + bytes(3000)
