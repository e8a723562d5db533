"""What /voice does, and the keys that stand for it."""

from __future__ import annotations

from sel.errors import InputRefused
from sel.events import Command
from sel.voice_events import Mute, PressToTalk, SetVoice, VoiceView
from tui.commands.base import Desk
from tui.keys import live

WORDS = {
    "on": "listen, and speak",
    "off": "no more of it",
    "talk": "what I say now is for you; again: I am done",
    "mute": "close the microphone, or open it",
    "quiet": "close your mouth, or open it",
}
OFF = "the voice is off; {key} switches it on"


async def voice(desk: Desk, words: str) -> None:
    """Switch the voice on or off, talk while a key is down, close microphone or mouth."""
    word = words.strip().lower()
    if word and word not in WORDS:
        raise InputRefused("The voice has no such command.", hint=f"/voice {', '.join(WORDS)}")
    view = desk.brain().voice()
    command = wanted(word, view)
    if command is None:
        desk.whisper(OFF.format(key=live.key("voice")))
    else:
        await desk.submit(command)


def wanted(word: str, view: VoiceView) -> Command | None:
    """What this word asks of a voice like this; None for what needs one that is on."""
    on = view.state not in ("off", "failed")
    if word == "talk":
        return PressToTalk(down=not view.pressed)
    if word in ("mute", "quiet"):
        mute = Mute(what="microphone", on=not view.muted)
        quiet = Mute(what="speaker", on=not view.quiet)
        return (mute if word == "mute" else quiet) if on else None
    return SetVoice(on=word == "on" or (not word and not on))
