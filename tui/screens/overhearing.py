"""Events of one channel elsewhere to a conversation that is only looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from textual.content import Content

from sel.events import (
    ChannelCleared,
    ChannelView,
    Event,
    MessageReceived,
    NoticeGiven,
    TextArrived,
    TurnEnded,
    TurnFailed,
    TurnFinished,
    TurnInterrupted,
    TurnSilenced,
    TurnStarted,
)
from tui.heard.page import Line, told
from tui.screens import turns
from tui.widgets.conversation import Conversation, Welcome
from tui.widgets.message import Notice, clock, speaker

LAST = 12
"""Messages that are heard."""
QUIET = "Nothing was said to SEL here since it woke."


class Silence(Welcome):
    """What a channel shows where nothing was said."""

    @staticmethod
    def words(face: str, state: str) -> Content:  # noqa: ARG004 - the shape of what it stands for
        """A quiet sentence."""
        return Content.styled(QUIET, "$quiet")


class Nothing(Welcome):
    """What is shown where silence needs no words."""

    @staticmethod
    def words(face: str, state: str) -> Content:  # noqa: ARG004 - the shape of what it stands for
        """None."""
        return Content("")


class Overheard(Conversation):
    """A conversation that is only looked at; `quiet` for one that says nothing of its silence."""

    def __init__(self, *, quiet: bool = False) -> None:
        super().__init__()
        self._silent = quiet

    def in_words(self) -> Sequence[Line]:
        """The last messages, who said each and when."""
        views = [entry.view for entry in self.entries()][-LAST:]
        if not views:
            return () if self._silent else [Line(QUIET)]
        lines = [Line("What was said last:")]
        for view in views:
            name = ", ".join(filter(None, (speaker(view), clock(view.at, self.now))))
            lines += told(f"{name}: {view.text}")
        return lines

    def greeting(self) -> Welcome:
        """Before anything was said."""
        return Nothing() if self._silent else Silence()


class Overhearing:
    """Keeps one channel's conversation up to date; all other channels' events change nothing."""

    def __init__(self, conversation: Overheard) -> None:
        self._conversation = conversation
        self.channel = ""

    def show(self, view: ChannelView | None) -> None:
        """The whole of it, anew."""
        self._conversation.show(view.messages if view else ())

    def apply(self, events: Iterable[Event]) -> None:
        """Bring it up to date; `events` in their order."""
        ours = (one for one in events if one.channel == self.channel and type(one) in _HANDLERS)
        for event in turns.joined(ours):
            _HANDLERS[type(event)](self, event)

    def _received(self, event: MessageReceived) -> None:
        self._conversation.person(event.text, event.name or event.person, event.at)

    def _started(self, event: TurnStarted) -> None:
        if not self._conversation.is_ended(event.turn_id):
            self._conversation.streaming(event.turn_id).waiting("…")

    def _text(self, event: TextArrived) -> None:
        if not self._conversation.is_ended(event.turn_id):
            self._conversation.streaming(event.turn_id).append(event.text)

    def _ended(self, event: TurnEnded) -> None:
        turns.end(self._conversation, event)

    def _cleared(self, _event: ChannelCleared) -> None:
        self._conversation.wipe()

    def _notice(self, event: NoticeGiven) -> None:
        self._conversation.notice(Notice(event.title, event.hint, event.level))


_HANDLERS: dict[type[Event], Callable[..., None]] = {
    MessageReceived: Overhearing._received,
    TurnStarted: Overhearing._started,
    TextArrived: Overhearing._text,
    TurnFinished: Overhearing._ended,
    TurnInterrupted: Overhearing._ended,
    TurnFailed: Overhearing._ended,
    TurnSilenced: Overhearing._ended,
    ChannelCleared: Overhearing._cleared,
    NoticeGiven: Overhearing._notice,
}
