"""A reply as a voice note: what SEL says, in the file that Discord's own recorder would make."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import io
import logging
import re
import secrets
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bridge.media.samples import RATE, resampled, waveform
from bridge.ports import Reciter
from sel.errors import VoiceError
from sel.media.fence import own_words

if TYPE_CHECKING:
    import discord

log = logging.getLogger(__name__)

VOICE_MESSAGE = 1 << 13
"""Discord's flag of a message that is a voice note, and nothing else."""
MOST_CHARS = 2000
"""Characters that are spoken at most, about two and a half minutes; the text has the rest."""
PACK_SECONDS = 60.0
FILE = "voice-message.ogg"

_WANTED = re.compile(
    r"\b(?:voice|audio) (?:note|message|memo|reply|answer)s?\b|\b(?:say|tell|read|answer|reply)\b"
    r"[^.?!]{0,40}\b(?:out loud|aloud|with your voice)\b|\bhear your voice\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:my|this|that|his|her|their|the|no|any|don'?t|not|stop|without)\b[^.?!]{0,20}$",
    re.IGNORECASE,
)


def wanted(text: str) -> bool:
    """Whether a message asks for a spoken reply ("send me a voice note"), and not about one; what
    stands in its files asks for nothing."""
    text = own_words(text)
    found = _WANTED.search(text)
    return found is not None and not _ABOUT.search(text[: found.start()])


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceNote:
    """OGG/Opus, its length in seconds, and its loudness over time as Discord wants it (base64)."""

    ogg: bytes
    seconds: float
    waveform: str


class VoiceNotes:
    """Makes voice notes and sends them. `reciter` raises `VoiceError`; None in a demo."""

    def __init__(self, reciter: Callable[[], Reciter] | None) -> None:
        self._make_reciter = reciter
        self._reciter: Reciter | None = None

    async def make(self, text: str, mood: str = "") -> VoiceNote:
        """The note. Raises `VoiceError`: a voice or a packer is missing, or there is nothing to
        say."""
        command = packer()
        sound = bytearray()
        async with contextlib.aclosing(self._speak(_spoken(text), mood)) as telling:
            async for pcm, rate in telling:
                sound += await asyncio.to_thread(resampled, pcm, rate)
        if not sound:
            raise VoiceError("There is nothing in it that I could say aloud.")
        mono = bytes(sound)
        return VoiceNote(
            ogg=await _packed(command, mono),
            seconds=round(len(mono) / 2 / RATE, 3),
            waveform=waveform(mono),
        )

    def _speak(self, text: str, mood: str) -> Any:
        if self._make_reciter is None:
            raise VoiceError("I have no voice in a demo.")
        if self._reciter is None:
            self._reciter = self._make_reciter()
        return self._reciter.speak(text, mood)


def _spoken(text: str) -> str:
    """As much of it as is said, up to the end of a sentence."""
    if len(text) <= MOST_CHARS:
        return text
    cut = text[:MOST_CHARS]
    ends = [match.end() for match in re.finditer(r"[.!?…](?=\s)|\n", cut)]
    return cut[: ends[-1]] if ends else cut.rpartition(" ")[0] or cut


# ---------------------------------------------------------------- packing


def packer() -> tuple[str, ...]:
    """The command that packs samples into OGG/Opus: ffmpeg, else PyAV in a child.

    Raises `VoiceError` where there is neither.
    """
    if ffmpeg := shutil.which("ffmpeg"):
        came = ("-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "pipe:0")
        made = ("-c:a", "libopus", "-b:a", "32k", "-application", "voip", "-f", "ogg", "pipe:1")
        return (ffmpeg, "-nostdin", "-hide_banner", "-loglevel", "error", *came, *made)
    if importlib.util.find_spec("av") is not None:
        return (sys.executable, "-m", "bridge.media.opus_worker")
    raise VoiceError(
        "I can't make voice notes here: there is neither ffmpeg nor PyAV.",
        hint="On Debian: apt install ffmpeg; on a Mac: brew install ffmpeg.",
    )


async def _packed(command: tuple[str, ...], mono: bytes) -> bytes:
    try:
        child = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,  # the terminal's Ctrl+C is for SEL alone
        )
    except OSError as error:
        raise VoiceError("What packs voice notes cannot be started.") from error
    try:
        async with asyncio.timeout(PACK_SECONDS):
            ogg, _ = await child.communicate(mono)
    except TimeoutError as error:
        raise VoiceError("Packing the voice note took too long.") from error
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    if child.returncode or not ogg.startswith(b"OggS"):
        raise VoiceError("The voice note could not be packed.")
    return ogg


# ---------------------------------------------------------------- sending


async def send(
    note: VoiceNote, channel: discord.abc.Messageable, reply_to: discord.Message | None = None
) -> discord.Message:
    """Post the note; as a plain file where Discord refuses a voice note (it needs a right of its
    own there). Raises `discord.HTTPException` where that is refused, too."""
    import discord

    place = await channel._get_channel()
    try:
        return await _send_note(note, place, reply_to)
    except discord.HTTPException as error:
        if error.status >= 500:
            raise
        log.info("no voice note was taken, so it goes as a file: %s", error.status)
    file = discord.File(io.BytesIO(note.ogg), filename=FILE)
    if reply_to is None:
        return await channel.send(file=file)
    reference = reply_to.to_reference(fail_if_not_exists=False)
    return await channel.send(file=file, reference=reference, mention_author=False)


async def _send_note(
    note: VoiceNote, place: Any, reply_to: discord.Message | None
) -> discord.Message:
    """The library can read voice notes, and not send them: its parts are put together here."""
    import discord
    from discord.http import handle_message_parameters

    class File(discord.File):
        def to_dict(self, index: int) -> dict[str, Any]:
            told = {"duration_secs": note.seconds, "waveform": note.waveform}
            return super().to_dict(index) | told

    state = place._state
    parameters = handle_message_parameters(
        file=File(io.BytesIO(note.ogg), filename=FILE),
        flags=discord.MessageFlags._from_value(VOICE_MESSAGE),
        nonce=secrets.randbits(63),
        allowed_mentions=discord.AllowedMentions.none(),
        message_reference=_reference(reply_to) or discord.utils.MISSING,
    )
    with parameters as params:
        data = await state.http.send_message(place.id, params=params)
    made: discord.Message = state.create_message(channel=place, data=data)
    return made


def _reference(message: discord.Message | None) -> Any:
    """A question that was deleted by now is no reason to say nothing."""
    if message is None:
        return None
    return message.to_reference(fail_if_not_exists=False).to_message_reference_dict()
