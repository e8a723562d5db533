"""Events of the voice to the screen: its row above the prompt, and replies that were cut short."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from sel.events import Event
from sel.voice_events import (
    LevelHeard,
    ReplyCut,
    SpeechHeard,
    TextSpoken,
    VoiceChanged,
    VoiceView,
)
from tui.widgets.conversation import Conversation
from tui.widgets.voice import SILENT, VoiceLine

_SENTENCE = re.compile(r"[.!?:;…\n]+\s")
_SIGNS = re.compile(r"[*_`#>|~]+")
"""Marks of Markdown, which nobody says."""


class Speaking:
    """Keeps the row of the voice. `place` puts it on the screen, once it is needed; `now` tells how
    the voice is, where events were missed."""

    def __init__(
        self,
        conversation: Conversation,
        place: Callable[[VoiceLine], None],
        now: Callable[[], VoiceView],
    ) -> None:
        self._conversation, self._place, self._now = conversation, place, now
        self._line: VoiceLine | None = None
        self.view = VoiceView()

    @property
    def aloud(self) -> bool:
        """Whether SEL speaks at this moment."""
        return self.view.state == "speaking"

    def apply(self, event: Event) -> None:
        """Show what this event tells."""
        _HANDLERS[type(event)](self, event)

    def again(self) -> None:
        """Events may have been missed."""
        self.show(self._now())

    def show(self, view: VoiceView) -> None:
        """The voice is like this now. Where it failed, the brain says why in a notice."""
        self.view = view
        if self._line is None and view.state not in SILENT:
            self._line = VoiceLine()
            self._place(self._line)
        if self._line is not None:
            self._line.show(view)

    def _changed(self, event: VoiceChanged) -> None:
        self.show(event.voice)

    def _level(self, event: LevelHeard) -> None:
        if self._line is not None:
            self._line.level(event.level, event.speech, event.at)

    def _heard(self, event: SpeechHeard) -> None:
        if self._line is not None:
            self._line.hears(event.text)

    def _spoken(self, event: TextSpoken) -> None:
        if self._line is not None and self.aloud:
            self._line.says(saying(self._conversation.text_of(event.turn_id), event.upto))

    def _cut(self, event: ReplyCut) -> None:
        if self._conversation.is_ended(event.turn_id):
            self._conversation.end(event.turn_id, "interrupted", event.heard)


def saying(text: str, upto: int) -> str:
    """The sentence under way, as far as it has been spoken."""
    spoken = text[max(upto - 400, 0) : max(upto, 0)]
    begun = [end.end() for end in _SENTENCE.finditer(spoken.rstrip())]
    return _SIGNS.sub("", spoken[begun[-1] if begun else 0 :]).strip()


_HANDLERS: dict[type[Event], Callable[..., None]] = {
    VoiceChanged: Speaking._changed,
    LevelHeard: Speaking._level,
    SpeechHeard: Speaking._heard,
    TextSpoken: Speaking._spoken,
    ReplyCut: Speaking._cut,
}

KINDS: Sequence[type[Event]] = tuple(_HANDLERS)
"""The events meant for `apply`."""
