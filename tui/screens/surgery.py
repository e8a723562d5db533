"""Working on what was said: picking a message, editing it, other replies, branches, copies.

A pick is one side of one turn. It is found again after the conversation was drawn anew, as its
turn or, where that is on another branch now, by its place.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.timer import Timer

from sel.errors import InputRefused, SelError
from sel.events import DESK, Command, MessageView
from sel.session_events import (
    ContinueReply,
    EditMessage,
    GoToTurn,
    RedoChange,
    Regenerate,
    Role,
    StepAlternative,
    UndoChange,
)
from tui.copying import code_blocks
from tui.keys import live
from tui.screens.picks import Pick, hints, picks, place
from tui.widgets.message import speaker
from tui.widgets.picker import Picker

if TYPE_CHECKING:
    from tui.screens.desk import ScreenDesk
    from tui.screens.main import MainScreen

SEEK_SECONDS = 1.0
"""How long a turn is looked for: the conversation it is in may still have to be drawn."""
NEWEST = 3
"""Messages whose numbers are looked at anew after a turn."""
NOTHING = "there is nothing to pick yet"
NO_REPLY = "there is no reply yet"


@dataclass(frozen=True, slots=True)
class Editing:
    """What is edited, whether in place, and what stood in the prompt before."""

    pick: Pick
    in_place: bool
    draft: str


@dataclass(frozen=True, slots=True)
class Sought:
    """A turn to go to; of one side, if given, with these words marked."""

    turn_id: str
    role: Role | None
    words: str


class Surgery:
    """Does it, on the main screen."""

    def __init__(self, screen: MainScreen, desk: ScreenDesk) -> None:
        self._screen, self._desk = screen, desk
        self._picker: Picker | None = None
        self._picks: list[Pick] = []
        self._at = -1
        self._block = 0
        self._followed = True
        self._awaited = False  # a reply is being made, to be picked as soon as it is there
        self._editing: Editing | None = None
        self._sought: Sought | None = None
        self._seeking: Timer | None = None
        self._does: dict[str, Callable[[], Awaitable[None] | None]] = {
            "up": lambda: self._go(self._at - 1),
            "down": lambda: self._go(self._at + 1),
            "first": lambda: self._go(0),
            "last": lambda: self._go(len(self._picks) - 1),
            "page-up": lambda: self._screen.turn_page(-1),
            "page-down": lambda: self._screen.turn_page(1),
            "edit": lambda: self._begin(in_place=False),
            "change": lambda: self._begin(in_place=True),
            "again": self._another,
            "before": lambda: self._step(-1),
            "after": lambda: self._step(1),
            "on": self._go_on,
            "branch": self._branch,
            "copy": self._copy,
            "code": self._copy_code,
            "tree": lambda: self._desk.look("tree"),
            "undo": lambda: self.take_back(again=False),
            "redo": lambda: self.take_back(again=True),
            "leave": self.leave,
            "gone": self.gone,
        }

    # ------------------------------------------------------------ picking

    @property
    def picked(self) -> Pick | None:
        """The message that is picked."""
        return self._picks[self._at] if 0 <= self._at < len(self._picks) else None

    @property
    def picking(self) -> bool:
        """Whether one is picked."""
        return self._at >= 0

    async def do(self, what: str) -> None:
        """What a key of the picker says."""
        if self.picking:
            if self._awaited and what != "gone":
                self.again()
                self._awaited = False
            doing = self._does[what]()
            if doing is not None:
                await doing

    def pick(self, turn_id: str = "", role: Role = "sel") -> None:
        """Pick what one side said in a turn; without one what was said last."""
        self._picks = picks(self._messages())
        if not self._picks:
            self._desk.whisper(NOTHING)
            return
        found = (
            n for n, one in enumerate(self._picks) if (one.turn_id, one.role) == (turn_id, role)
        )
        at = next(found, -1 if turn_id else len(self._picks) - 1)
        if at >= 0:
            self.leave_edit()
            self._open()
            self._go(at)

    async def picks_or_goes_on(self) -> None:
        """Pick what was said last; before anything was said the focus goes on."""
        if self._messages():
            self.pick()
        else:
            self._screen.focus_next()

    def _open(self) -> None:
        if self._picker is None:
            self._picker = Picker()
            self._screen.place_last(self._picker)
        if not self.picking:
            self._followed = not self._screen.behind
        self._screen.keys.display, self._picker.display = False, True
        self._picker.focus()

    def _go(self, to: int) -> None:
        self._at = max(0, min(to, len(self._picks) - 1))
        self._block = 0
        self._show()

    def _show(self) -> None:
        pick = self.picked
        if pick is not None and self._picker is not None:
            self._screen.conversation.pick(pick.turn_id, pick.role)
            last = self._at == len(self._picks) - 1
            keys = hints(pick, last=last, newest=self._newest(pick))
            self._picker.show(keys, f"{speaker(pick.view)}: {pick.text}")

    def gone(self) -> None:
        """Nothing is picked any more."""
        self._at, self._awaited = -1, False
        if self._picker is not None:
            self._screen.keys.display, self._picker.display = True, False
        self._screen.conversation.pick()

    def leave(self) -> None:
        """Back to the prompt, and to the end where that was in sight before."""
        self.gone()
        self._screen.prompt.focus()
        if self._followed:
            self._screen.conversation.scroll_end(animate=False)

    def again(self) -> None:
        """The conversation was drawn anew: what was picked or sought is marked there."""
        if self.picking:
            before, at = self.picked, self._at
            self._picks = picks(self._messages())
            if not self._picks:
                if not self._awaited:
                    self.leave()
                return
            self._at = place(self._picks, before, at)
            if self._awaited:
                self._at = len(self._picks) - 1
                self._awaited = self._picks[-1].role != "sel"
                self._screen.call_after_refresh(self._show)  # it is being told of just now
            self._show()
            self._go_there()
        elif self._editing is not None:
            pick = self._editing.pick
            self._screen.conversation.pick(pick.turn_id, pick.role)
        else:
            self._go_there()

    def renumber(self) -> None:
        """A turn ended: the newest messages may have other alternatives beside them."""
        messages = self._messages()
        for view in messages[-NEWEST:]:
            self._screen.conversation.stand(view)
        if self.picking:
            self.again()

    def _messages(self) -> Sequence[MessageView]:
        snapshot = self._desk.snapshot()
        return snapshot.channels[DESK].messages if snapshot and DESK in snapshot.channels else ()

    # ------------------------------------------------------------ finding a turn

    def seek(self, turn_id: str, role: Role | None = None, words: str = "") -> None:
        """Go to this turn and mark it for a moment, now and as soon as it is drawn anew."""
        self._sought = Sought(turn_id, role, words)
        self._screen.call_after_refresh(self._go_there)
        if self._seeking is not None:
            self._seeking.stop()
        self._seeking = self._screen.set_timer(SEEK_SECONDS, self._sought_enough)

    def _go_there(self) -> None:
        sought = self._sought
        if sought is None:
            return
        turns = [one.turn_id for one in self._picks]
        if not self.picking:
            self._screen.conversation.go_to(sought.turn_id, sought.role, sought.words)
        elif sought.turn_id in turns:
            self._go(turns.index(sought.turn_id))

    def _sought_enough(self) -> None:
        self._sought = self._seeking = None

    # ------------------------------------------------------------ editing

    def edit_last(self) -> None:
        """Edit what the person said last."""
        mine = [one for one in picks(self._messages()) if one.role == "person"]
        if not mine:
            raise InputRefused("There is nothing to edit yet.")
        self._edit(mine[-1], in_place=False)

    def _begin(self, *, in_place: bool) -> None:
        pick = self.picked
        if pick is not None:
            self.gone()
            self._edit(pick, in_place=in_place)

    def _edit(self, pick: Pick, *, in_place: bool) -> None:
        prompt = self._screen.prompt
        draft = self._editing.draft if self._editing is not None else prompt.text
        self._editing = Editing(pick, in_place, draft)
        prompt.editing = True
        prompt.fill(pick.text)
        prompt.focus()
        whose = "your words" if pick.role == "person" else f"{speaker(pick.view)}'s words"
        here = "Enter" if in_place else f"Enter branches · {live.key('send-in-place')}"
        self._screen.entitle(f"edit {whose}", f"{here} in place · {live.key('stop-reply')} leaves")
        self._screen.conversation.pick(pick.turn_id, pick.role)

    def leave_edit(self, sent: str = "") -> None:
        """It is over. The draft comes back, and what was typed since the edit was sent."""
        editing, self._editing = self._editing, None
        if editing is not None:
            prompt = self._screen.prompt
            since = prompt.text[len(sent) :] if sent and prompt.text.startswith(sent) else ""
            prompt.editing = False
            if not sent and prompt.text != editing.pick.text and prompt.text.strip():
                prompt.note(prompt.text)
                self._desk.whisper("the edit was left; ↑ brings its words back")
            prompt.fill(editing.draft + since)
            self._screen.entitle()
            self._screen.conversation.pick()

    async def edited(self, text: str, shown: str, *, in_place: bool) -> None:
        """These are the new words; where they are refused they stay in the prompt."""
        editing = self._editing
        if editing is None:
            return
        pick = editing.pick
        if text == pick.text:
            self.leave_edit(shown)
            self._desk.whisper("nothing was changed")
            return
        branch = not (in_place or editing.in_place)
        command = EditMessage(turn_id=pick.turn_id, text=text, role=pick.role, branch=branch)
        if await self._wish(command):
            self.leave_edit(shown)

    # ------------------------------------------------------------ doing

    async def regenerate(self) -> None:
        """Another reply to what was said last."""
        await self._wish(Regenerate())

    async def go_on(self) -> None:
        """Let the last reply go on."""
        await self._wish(ContinueReply())

    async def alternative(self, by: int, *, more: bool) -> None:
        """Step through the last reply's alternatives; past the end only with `more`, which makes
        a new one."""
        replies = [one for one in picks(self._messages()) if one.role == "sel"]
        if replies:
            await self._step_from(replies[-1], by, more=more, key="another")
        else:
            self._desk.whisper(NO_REPLY)

    async def take_back(self, *, again: bool) -> None:
        """Undo the last change of the conversation, or make it again."""
        self._desk.sessions.expect("redone" if again else "undone")
        if not await self._wish(RedoChange() if again else UndoChange(), quiet=True):
            self._desk.sessions.expect("")

    async def _go_on(self) -> None:
        if self._at == len(self._picks) - 1:
            await self._wish_reply(ContinueReply())
        else:
            self._desk.whisper("only the last reply can go on")

    async def _another(self) -> None:
        pick = self.picked
        if pick is not None:
            await self._wish_reply(Regenerate(turn_id=pick.turn_id))

    async def _step(self, by: int) -> None:
        if self.picked is not None:
            await self._step_from(self.picked, by, more=False, key="picked-again")

    async def _step_from(self, pick: Pick, by: int, *, more: bool, key: str) -> None:
        view = pick.view
        beyond = not 1 <= view.alternative + by <= view.alternatives
        if beyond and not (more and by > 0):
            only = "there is no other" if view.alternatives == 1 else "there are no more"
            makes = by > 0 and pick.role == "sel"
            ask = f"; {live.key(key) or 'r'} makes another reply" if makes else ""
            self._desk.whisper(only + ask)
            return
        await self._wish(StepAlternative(turn_id=pick.turn_id, role=pick.role, by=by))

    def _newest(self, pick: Pick) -> bool:
        return pick.turn_id == self._picks[-1].turn_id

    async def _branch(self) -> None:
        pick = self.picked
        if pick is not None and self._newest(pick):
            self._desk.whisper("it goes on here already")
        elif pick is not None and await self._wish(GoToTurn(turn_id=pick.turn_id, here=True)):
            self.leave()
            self._desk.whisper("it goes on here; Ctrl+Z takes that back")

    def _copy(self) -> None:
        if self.picked is not None:
            whose = "message" if self.picked.role == "person" else "reply"
            self._desk.copy(self.picked.text, whose)

    def _copy_code(self) -> None:
        blocks = code_blocks(self.picked.text) if self.picked is not None else []
        if not blocks:
            self._desk.whisper("there is no code in it")
            return
        number = self._block % len(blocks)
        self._block = number + 1
        what = f"block {number + 1} of {len(blocks)}" if len(blocks) > 1 else "code"
        self._desk.copy(blocks[number], what)

    async def _wish_reply(self, command: Command) -> None:
        self._awaited = True
        if not await self._wish(command):
            self._awaited = False

    async def _wish(self, command: Command, *, quiet: bool = False) -> bool:
        """Whether the brain took it; a refusal is said, in a whisper where it is not worth more."""
        try:
            await self._desk.wish(command)
        except SelError as error:
            if quiet:
                self._desk.whisper(error.title)
            else:
                self._desk.show_error(error)
            return False
        return True
