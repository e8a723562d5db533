"""What came with a message, read before it is answered: sound as words, text as data, pictures for
the expert that sees. The rest is named, and left alone.

Everything fetched lies in `Private` for as long as the message is being answered. A voice note is
what its author says, and counts as their words; any other recording is a file like others: nobody
must be able to give orders by sending a podcast.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bridge.media.brought import Attached, Brought, attached_to
from bridge.media.cdn import Cdn
from bridge.media.progress import AFTER, Progress, Tell
from bridge.ports import Transcriber
from sel.errors import BridgeError, VoiceError
from sel.media import texts
from sel.media.fence import fenced, named, unread
from sel.media.kinds import HEAD, MOST_PIXELS, kind_of, pixels, suffix_of
from sel.media.private import Private, sweep
from sel.tasks import TaskOwner

if TYPE_CHECKING:
    from bridge.ears.incoming import Incoming
    from bridge.parts import BridgeParts

log = logging.getLogger(__name__)

MOST_FILES = 10
"""Files of one message that are looked at: as many as Discord lets people send."""
MOST_PICTURES = 4
LEAST = 100
"""Characters of a file below which its beginning says nothing."""
AT_ONCE = 4
"""Messages whose files are read at the same time."""
FETCH_SECONDS = 120.0
"""A file that takes longer is given up; 20 MB at 1.4 Mbit/s."""
HEADER = 512 * 1024
"""Bytes of a picture that are looked through for its size: previews stand before it."""
BLIND = "I can't see pictures with the models I have."
TOO_SLOW = "It took me too long."
MB = 1_000_000


class Unread(Exception):
    """A file is not read; `sentence` says why, to people."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


class Media:
    """Reads files for the bridge; `sees` tells whether there is a model for pictures."""

    def __init__(
        self, sees: Callable[[], bool], parts: BridgeParts, *, cdn: Cdn | None = None
    ) -> None:
        self.sees = sees
        self.settings = parts.settings
        self.cdn = cdn or Cdn(parts.connector, parts.settings.discord_proxy)
        self.tell_after = AFTER
        self._make_transcriber = parts.transcriber
        self._transcriber: Transcriber | None = None
        self._room = asyncio.Semaphore(AT_ONCE)
        self._reading: dict[int, asyncio.Task[None]] = {}
        self._tasks = TaskOwner("media")

    async def start(self) -> None:
        """Take away what a SEL that was killed has left."""
        if swept := sweep():
            log.info("folders of a former run taken away: %s", swept)

    async def stop(self) -> None:
        """Let connections go. What is being read ends with whoever reads it."""
        await self.cdn.close()

    def transcriber(self) -> Transcriber:
        """What listens; looked for until it is there. Raises `VoiceError`."""
        if self._make_transcriber is None:
            raise VoiceError("I have no ears in a demo.")
        if self._transcriber is None:
            self._transcriber = self._make_transcriber()
        return self._transcriber

    @contextlib.asynccontextmanager
    async def bring(self, message: Incoming, tell: Tell) -> AsyncIterator[Brought]:
        """The message with what came with it; its pictures are there until the block is left.

        `tell` shows how far it is, where that takes long. Nothing is raised for what is wrong with
        a file: `Brought.note` says it.
        """
        files = attached_to(message.source)
        if not files:
            yield Brought(message=message)
            return
        with Private(self.settings.discord_file_mb * MB) as place:
            reading = Reading(self, place, tell)
            if await self._read(message.id, reading, files[:MOST_FILES]):
                yield reading.brought(message, left=len(files[MOST_FILES:]))
            else:
                yield Brought(message=replace(message, text=""))

    def withdraw(self, ids: Iterable[int]) -> None:
        """These messages are unsaid: what is being fetched or listened to for them is let go, and
        nothing is brought."""
        for id_ in ids:
            if (task := self._reading.get(id_)) is not None:
                task.cancel()

    async def _read(self, id_: int, reading: Reading, files: Sequence[Attached]) -> bool:
        """Whether all was read; False where the message was withdrawn."""
        task = self._reading[id_] = self._tasks.start(self._take(reading, files), "files")
        try:
            await asyncio.wait({task})
        finally:
            del self._reading[id_]
            task.cancel()
            await asyncio.wait({task})  # its files must not be taken away from under it
        if task.cancelled():
            return False
        task.result()
        return True

    async def _take(self, reading: Reading, files: Sequence[Attached]) -> None:
        async with self._room:
            for file in files:
                await reading.take(file)


@dataclass(slots=True)
class Reading:
    """The files of one message, one after the other."""

    media: Media
    place: Private
    tell: Tell
    said: list[str] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    spoken: bool = False
    room: int = texts.MOST_CHARS
    fetched: int = 0

    def brought(self, message: Incoming, *, left: int) -> Brought:
        """All of it together with the message."""
        if left:
            self._note(f"I looked at the first {MOST_FILES} files only.")
        parts = [part for part in (message.text, *self.said, *self.blocks) if part.strip()]
        if parts or self.images:
            parts += self.unread
        text = "\n\n".join(parts)
        return Brought(
            message=replace(message, text=text, images=(*message.images, *self.images)),
            note=" ".join(self.notes),
            spoken=self.spoken,
        )

    async def take(self, file: Attached) -> None:
        """Read a file, or note why not."""
        self.spoken = self.spoken or file.spoken
        try:
            await self._read(file)
        except Unread as refused:
            self._refuse(file, refused.sentence)
        except VoiceError as error:
            self._refuse(file, f"I can't listen to {_shown(file)}. {error.title}")
        except BridgeError as error:
            self._refuse(file, f"I can't read {_shown(file)}. {error.title}")
        except TimeoutError:
            self._refuse(file, f"I can't read {_shown(file)}. {TOO_SLOW}")
        except OSError:
            self._refuse(file, f"I have no room for {_shown(file)} just now.")

    def _refuse(self, file: Attached, sentence: str) -> None:
        self.unread.append(unread(file.name))
        self._note(sentence)

    def _note(self, sentence: str) -> None:
        sentence = sentence[:1].upper() + sentence[1:]
        if sentence not in self.notes:
            self.notes.append(sentence)

    async def _read(self, file: Attached) -> None:
        most = self._most(file)
        minutes = self.media.settings.discord_audio_minutes
        if file.seconds > 60 * minutes:
            raise Unread(f"{_shown(file)} is longer than the {minutes} minutes I listen to.")
        async with asyncio.timeout(FETCH_SECONDS), self.media.cdn.open(file.url) as pieces:
            head, rest = await _head(pieces)
            kind = kind_of(head)
            if kind == "text":
                data = await _up_to(head, rest, texts.MOST_BYTES)
                self._take_text(file, data)
                return
            self._wanted(file, head)
            path = self.place.new(suffix_of(head))
            size = await _save(path, head, rest, most)
        self.fetched += size
        if size > most:
            self.place.drop(path)
            raise Unread(self._too_large(file))
        if kind == "picture":
            self._take_picture(file, path)
        else:
            await self._listen(file, path)

    # ------------------------------------------------------------ limits

    def _most(self, file: Attached) -> int:
        """Bytes that this file may have; a message's files together have twice what one may."""
        one = self.media.settings.discord_file_mb * MB
        most = min(one, 2 * one - self.fetched)
        if file.size > one:
            raise Unread(self._too_large(file))
        if file.size > most:
            raise Unread(f"{_shown(file)} is more than I take in at once.")
        return most

    def _too_large(self, file: Attached) -> str:
        return (
            f"{_shown(file)} is larger than the {self.media.settings.discord_file_mb} MB I take in."
        )

    def _wanted(self, file: Attached, head: bytes) -> None:
        """Raises `Unread` for what need not be fetched any further."""
        kind = kind_of(head)
        if kind == "other":
            known = "I understand text, sound and pictures."
            raise Unread(f"I can't read {_shown(file)}; {known}")
        if kind == "sound":
            self.media.transcriber()
        elif not self.media.sees():
            raise Unread(BLIND)
        elif len(self.images) >= MOST_PICTURES:
            raise Unread(f"I looked at the first {MOST_PICTURES} pictures only.")

    # ------------------------------------------------------------ kinds

    def _take_text(self, file: Attached, data: bytes) -> None:
        text = texts.as_text(data, whole=len(data) < texts.MOST_BYTES)
        if text is None:
            raise Unread(f"I can't read {_shown(file)}; it is no text after all.")
        if not text.strip():
            raise Unread(f"{_shown(file)} is empty.")
        self._add(file, text, "file")

    def _add(self, file: Attached, text: str, what: str) -> None:
        """Put as much of it into the message as there is room for."""
        shown, cut = texts.shortened(text, self.room)
        if cut and len(shown) < LEAST:
            raise Unread(f"There was no room left for {_shown(file)}.")
        self.room -= len(shown)
        self.blocks.append(fenced(shown, file.name, what))
        if cut:
            self._note(f"I read only the beginning of {_shown(file)}.")

    def _take_picture(self, file: Attached, path: Path) -> None:
        with path.open("rb") as picture:
            count = pixels(picture.read(HEADER))
        if not count or count > MOST_PIXELS:
            self.place.drop(path)
            broken = "is broken" if not count else "has more pixels than I can look at"
            raise Unread(f"{_shown(file)} {broken}.")
        self.images.append(str(path))

    async def _listen(self, file: Attached, path: Path) -> None:
        most = 60.0 + 60.0 * self.media.settings.discord_audio_minutes
        progress = Progress(self.tell, _shown(file), after=self.media.tell_after)
        try:
            async with asyncio.timeout(most), progress:
                text = await self.media.transcriber().transcribe(path, progress.reached)
        finally:
            self.place.drop(path)
        if not text.strip():
            raise Unread(f"I heard no words in {_shown(file)}.")
        if not file.spoken:
            self._add(file, text, "what is said in")
            return
        words, cut = texts.shortened(text, self.room)
        self.room -= len(words)
        self.said.append(words)
        if cut:
            self._note("I kept only the beginning of what you said.")


def _shown(file: Attached) -> str:
    """What it is called to people."""
    return "your voice note" if file.spoken else f"`{named(file.name)}`"


async def _head(pieces: AsyncIterator[bytes]) -> tuple[bytes, AsyncIterator[bytes]]:
    """The first bytes of a file, and the pieces that follow."""
    head = b""
    async for piece in pieces:
        head += piece
        if len(head) >= HEAD:
            break
    return head, pieces


async def _up_to(head: bytes, rest: AsyncIterator[bytes], most: int) -> bytes:
    data = bytearray(head)
    if len(data) < most:
        async for piece in rest:
            data += piece
            if len(data) >= most:
                break
    return bytes(data[:most])


async def _save(path: Path, head: bytes, rest: AsyncIterator[bytes], most: int) -> int:
    """Write it down; its size, more than `most` where it was given up."""
    size = len(head)
    with path.open("wb") as file:
        file.write(head)
        if size <= most:
            async for piece in rest:
                size += len(piece)
                if size > most:
                    break
                file.write(piece)
    return size
