"""The prompt box: grows with the text, sends on Enter, recalls what was sent, folds big pastes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from tui.text import size_of
from tui.widgets.in_order import InOrder

FOLD_CHARACTERS = 2_000
FOLD_LINES = 16
"""A paste larger than either is shown as a token, and sent whole."""
REMEMBERED = 200
"""Messages that can be recalled; they live in memory only."""


class Prompt(InOrder, TextArea):
    """Where the person writes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+j,shift+enter,alt+enter", "newline", "New line", show=False, id="new-line"),
        Binding("tab", "complete", "Complete", show=False, id="complete"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="page-up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="page-down"),
        Binding("ctrl+home", "far(-1)", "To the start", show=False, id="to-start"),
        Binding("ctrl+end", "far(1)", "To the end", show=False, id="to-end"),
        Binding("ctrl+enter", "send_in_place", "Change in place", show=False, id="send-in-place"),
    ]

    class Sent(Message):
        """The person pressed Enter; `text` has its pastes unfolded, `shown` is what they saw.
        With Ctrl it is `in_place`."""

        def __init__(self, text: str, shown: str, *, edit: bool, in_place: bool = False) -> None:
            super().__init__()
            self.text, self.shown = text, shown
            self.edit, self.in_place = edit, in_place

    class Dropped(Message):
        """Files were pasted, or dropped on the terminal: their paths. None: something that is no
        text was pasted, a picture perhaps."""

        def __init__(self, paths: Sequence[Path]) -> None:
            super().__init__()
            self.paths = paths

    class PutBack(Message):
        """Backspace at the very beginning, while files are attached: one less."""

    class Moved(Message):
        """A key meant for the list of completions (`by` rows), or for the conversation: "page"
        and "far" scroll it, "pick", "alternative" and "undo" work on what was said."""

        def __init__(self, what: str, by: int) -> None:
            super().__init__()
            self.what = what
            self.by = by

    class Accepted(Message):
        """Tab, or Enter, while a completion is highlighted and this is written."""

        def __init__(self, text: str, *, send: bool) -> None:
            super().__init__()
            self.text, self.send = text, send

    def __init__(self, placeholder: str = "") -> None:
        super().__init__(
            id="prompt", placeholder=placeholder, compact=True, highlight_cursor_line=False
        )
        self.cursor_blink = False
        self.completing = self.editing = False
        self.carrying = False  # files go with what is written
        self._pasted: dict[str, str] = {}
        self._sent: list[str] = []
        self._recalled = 0  # how far back; 0 is the draft
        self._draft = ""

    # ------------------------------------------------------------ sending

    async def _on_key(self, event: events.Key) -> None:
        """Enter sends; Textual's own key handler would write a line end."""
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            if self.completing:
                self.post_message(self.Accepted(self.text, send=True))
            else:
                self.send()

    def writes(self, event: events.Key) -> bool:
        """What is written behind Enter is the next message, and waits for nothing."""
        return event.key == "enter" or super().writes(event)

    def send(self, *, in_place: bool = False) -> None:
        """Offer the text to whoever listens. What is typed from now on is another one, unless this
        is an edit; `give_back` brings it here again."""
        if self.text.strip() or (self.carrying and not self.editing):
            self.post_message(
                self.Sent(self.unfolded(), self.text, edit=self.editing, in_place=in_place)
            )
            if not self.editing:
                self._begin_anew()

    def action_send_in_place(self) -> None:
        """Send; an edit takes the place of what was there."""
        self.send(in_place=True)

    def _begin_anew(self) -> None:
        self.note(self.text)
        self._draft = ""
        self.text = ""

    def note(self, text: str) -> None:
        """Let this be recalled first, as if it had been sent last."""
        self._recalled = 0
        if text.strip() and self._sent[-1:] != [text]:
            self._sent = [*self._sent, text][-REMEMBERED:]

    def give_back(self, shown: str) -> None:
        """It was refused: it stands here again, or is recalled where something else does by now."""
        if not self.text:
            self._sent = self._sent[:-1] if self._sent[-1:] == [shown] else self._sent
            self.fill(shown)

    def fill(self, text: str) -> None:
        """Replace the text, the cursor at its end."""
        self.text = text
        self.move_cursor(self.document.end)

    def back_to(self, text: str) -> str:
        """Let it be this text again; what was typed behind it since."""
        since = self.text[len(text) :] if self.text.startswith(text) else ""
        if since:
            self.fill(text)
        return since

    def unfolded(self) -> str:
        """The text with every folded paste in its place."""
        text = self.text
        for token, whole in self._pasted.items():
            text = text.replace(token, whole)
        return text

    def action_newline(self) -> None:
        """A line end at the cursor."""
        self.insert("\n")

    # ------------------------------------------------------------ pasting

    async def _on_paste(self, event: events.Paste) -> None:
        """Fold what is too big to be looked at, attach files; other pastes go Textual's way."""
        from sel.media.bringing import pasted_paths  # lazy: not part of the first frame

        # Terminals send what Enter would for each line end.
        text = event.text = event.text.replace("\r\n", "\n").replace("\r", "\n")
        if not text.strip() or (paths := pasted_paths(text)):
            event.stop()
            event.prevent_default()
            if text.strip() and self.text.startswith("/"):  # of a command that wants a file
                self.insert(" ".join(map(str, paths)))
            else:
                self.post_message(self.Dropped(paths if text.strip() else ()))
        elif len(text) > FOLD_CHARACTERS or text.count("\n") > FOLD_LINES:
            event.stop()
            event.prevent_default()
            self.insert(self._fold(text))

    def _fold(self, text: str) -> str:
        token = f"[pasted {size_of(text)}]"
        count = 2
        while self._pasted.get(token, text) != text:
            token = f"[pasted {size_of(text)}, no. {count}]"
            count += 1
        self._pasted[token] = text
        return token

    # ------------------------------------------------------------ recall, completion, scrolling

    def action_cursor_up(self, select: bool = False) -> None:
        """Up: the list, then the line above, then an earlier message."""
        if self.completing:
            self.post_message(self.Moved("choice", -1))
        elif self.cursor_at_first_line and not select and self._sent and not self.editing:
            self._recall(1)
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """Down: the list, then the line below, then a later message."""
        if self.completing:
            self.post_message(self.Moved("choice", 1))
        elif self.cursor_at_last_line and not select and self._recalled and not self.editing:
            self._recall(-1)
        else:
            super().action_cursor_down(select)

    def action_cursor_left(self, select: bool = False) -> None:
        """Left; where nothing is written: the reply's alternative before."""
        if self.text or select:
            super().action_cursor_left(select)
        else:
            self.post_message(self.Moved("alternative", -1))

    def action_cursor_right(self, select: bool = False) -> None:
        """Right; where nothing is written: the reply's alternative after."""
        if self.text or select:
            super().action_cursor_right(select)
        else:
            self.post_message(self.Moved("alternative", 1))

    def action_undo(self) -> None:
        """Undo what was typed; where nothing was, the last change of the conversation."""
        if self.history.undo_stack:
            super().action_undo()
        else:
            self.post_message(self.Moved("undo", -1))

    def action_redo(self) -> None:
        """The same forward."""
        if self.history.redo_stack:
            super().action_redo()
        else:
            self.post_message(self.Moved("undo", 1))

    def _recall(self, by: int) -> None:
        if not self._recalled:
            self._draft = self.text
        self._recalled = min(max(self._recalled + by, 0), len(self._sent))
        self.fill(self._sent[-self._recalled] if self._recalled else self._draft)

    def action_complete(self) -> None:
        """Tab: accept the highlighted completion; where nothing is written pick a message."""
        if self.completing:
            self.post_message(self.Accepted(self.text, send=False))
        elif not self.text:
            self.post_message(self.Moved("pick", 0))
        else:
            self.screen.focus_next()

    def action_delete_left(self) -> None:
        """Delete a character; where there is none before the cursor, take the last file back."""
        if self.carrying and self.cursor_location == (0, 0) and not self.selected_text:
            self.post_message(self.PutBack())
        else:
            super().action_delete_left()

    def action_page(self, by: int) -> None:
        """Scroll the conversation by a page."""
        self.post_message(self.Moved("page", by))

    def action_far(self, by: int) -> None:
        """Scroll the conversation to its start or end."""
        self.post_message(self.Moved("far", by))

    def action_copy(self) -> None:
        """Copy what is selected here; else the key means something to the screen."""
        if not self.selected_text:
            raise SkipAction
        super().action_copy()
