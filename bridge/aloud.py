"""Replies as voice notes, beside the text: where somebody asked for one, or sent one and the
setting answers in kind."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from bridge.ears.incoming import Incoming
from bridge.media.voice_note import VoiceNotes, send, wanted
from bridge.ports import Answers
from bridge.trouble import TROUBLE
from sel.errors import VoiceError
from sel.observe.errors_told import told
from sel.observe.redaction import own
from sel.tasks import Stage, TaskOwner

log = logging.getLogger(__name__)


class Aloud:
    """Speaks replies that are whole. `in_kind`: voice notes are answered with voice notes."""

    def __init__(self, answers: Answers, notes: VoiceNotes, *, in_kind: bool) -> None:
        self._answers, self._notes, self._in_kind = answers, notes, in_kind
        self._tasks = TaskOwner("aloud")

    def said(self, batch: Sequence[Incoming], text: str) -> None:
        """A reply to these messages stands there. Nobody waits for its sound."""
        asked = any(wanted(one.text) for one in batch)
        if asked or (self._in_kind and any(one.spoken for one in batch)):
            self._tasks.start(self._speak(batch[-1], text, asked=asked), "note", Stage.OUTPUT)

    async def stop(self) -> None:
        """Speak no more."""
        await self._tasks.stop()

    async def _speak(self, message: Incoming, text: str, *, asked: bool) -> None:
        if message.source is None:
            return
        try:
            note = await self._notes.make(text)
            await send(note, message.source.channel, message.source)
        except VoiceError as error:
            log.info("no voice note: %s", error)
            if asked:
                await self._answers.refuse(message, error.title)
        except TROUBLE as error:
            log.warning("voice note not sent: %s", own(told(error)))
