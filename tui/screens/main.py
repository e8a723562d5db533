"""The one screen people keep open: conversation, prompt, panel, keys.

It is drawn before anything of the brain is imported; what speaks the brain's language is in `desk`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Click, Key
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from tui.keys import live
from tui.mood import face_for
from tui.screens.completing import Completing
from tui.widgets.attached import Attached
from tui.widgets.choices import Choice, Choices
from tui.widgets.clear import Clear, Column, Row
from tui.widgets.conversation import Conversation
from tui.widgets.lines import KeyLine, StatusLine
from tui.widgets.message import PersonMessage, SelMessage
from tui.widgets.panel import Panel
from tui.widgets.picker import Picker
from tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from sel.events import AffectView, Event
    from tui.app import SelApp
    from tui.screens.desk import ScreenDesk
    from tui.screens.surgery import Surgery
    from tui.widgets.ask import Ask
    from tui.widgets.readings import Readings

WHISPER_SECONDS = 4.0
ASK = "Say something"
ASK_WAKING = "Say something; it is answered as soon as SEL is awake"


_SURGERY: dict[str, Callable[[Surgery, int], Awaitable[None]]] = {
    "pick": lambda surgery, _: surgery.picks_or_goes_on(),
    "alternative": lambda surgery, by: surgery.alternative(by, more=False),
    "undo": lambda surgery, by: surgery.take_back(again=by > 0),
}
"""What keys mean that the prompt has no use for."""


class MainScreen(Screen[None], Clear):
    """Puts the widgets together; keys and mouse end here."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - as Textual has it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (36, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape",
            "stop_reply",
            "Stop the reply",
            tooltip="What was said so far stays",
            id="stop-reply",
        ),
        Binding("f2,ctrl+b", "toggle_panel", "Panel", tooltip="Mood, hormones, engine", id="panel"),
        Binding("f4", "voice", "Voice", tooltip="Listen and speak, or no more", id="voice"),
        Binding(
            "f8",
            "press_to_talk",
            "Talk",
            tooltip="Once to begin, once when you are done",
            id="talk",
        ),
        Binding("f9", "mute", "Mute", tooltip="Close the microphone, or open it", id="mute"),
        Binding("ctrl+g", "quiet", "Quiet", tooltip="Close SEL's mouth, or open it", id="quiet"),
        Binding(
            "f12", "undo_memory", "Undo", tooltip="Take back what was kept last", id="undo-memory"
        ),
        *(
            Binding(
                f"f{5 + number}",
                f"answer({number})",
                f"Answer {number + 1}",
                show=False,
                priority=True,
                id=f"answer-{number + 1}",
            )
            for number in range(3)
        ),
        Binding("alt+up", "pick", "Pick a message", tooltip="To work on it", id="pick"),
        Binding("ctrl+r", "another_reply", "Another reply", show=False, id="another"),
        Binding("alt+left", "alternative(-1)", "Alternative before", show=False, id="before"),
        Binding("alt+right", "alternative(1)", "Alternative after", show=False, id="after"),
        Binding("ctrl+up", "scroll(-3)", "Scroll up", show=False, id="scroll-up"),
        Binding("ctrl+down", "scroll(3)", "Scroll down", show=False, id="scroll-down"),
    ]
    AUTO_FOCUS = "#prompt"

    def __init__(self) -> None:
        super().__init__()
        self.conversation = Conversation()
        self.panel = Panel()
        self.prompt = Prompt(ASK_WAKING)
        self._choices = Choices()
        self._completing = Completing(self._choices, self.prompt, self._completions)
        self.attached = Attached()
        self._frame = Vertical(self.attached, self.prompt, id="prompt-frame")
        self._foot = Column(id="foot")
        self._status = StatusLine()
        self.keys = KeyLine()
        self._title = self._edit_keys = self._told = ""
        self._whispering: Timer | None = None
        self._behind = False

    @cached_property
    def desk(self) -> ScreenDesk:
        """What speaks the brain's language."""
        from tui.screens.desk import ScreenDesk  # lazy: not part of the first frame

        return ScreenDesk(self, cast("SelApp", self.app))

    def compose(self) -> Iterator[Widget]:
        """Conversation, prompt and keys on the left, the panel on the right."""
        with Row(id="desk"):
            with Column(id="talk"):
                yield self.conversation
                with self._foot:
                    yield self._choices
                    yield self._frame
                    yield self._status
                    yield self.keys
            yield self.panel

    # ------------------------------------------------------------ from the brain

    def apply(self, batch: Sequence[Event]) -> None:
        """Show what these events tell."""
        self.desk.feed.apply(batch)

    def show(self, affect: AffectView, readings: Readings, now: float) -> None:
        """Mood, hormones and figures are these."""
        engine = readings.engine
        face = face_for(affect.mood, engine.state)
        self.panel.show(affect, readings, now)
        self._status.show(face, affect.mood, readings)
        self.conversation.welcome(face, engine.state)
        if self.heard:
            self._tell_engine(engine.state)
        ask = ASK_WAKING if engine.state in ("asleep", "waking") else ASK
        if self.prompt.placeholder != ask:
            self.prompt.placeholder = ask
        self.hint()

    @property
    def heard(self) -> bool:
        """Whether the screen is read aloud: states are words then, and stand in the
        conversation."""
        return self.app.has_class("-plain")

    def _tell_engine(self, state: str) -> None:
        from tui import wording  # lazy: few need it

        if state != self._told and (words := wording.ENGINE.get(state)):
            self.desk.say(words, "" if self._told else wording.HINT)
            self._told = state

    def tell(self) -> None:
        """Say in words how SEL is."""
        from tui import wording

        feed = self.desk.feed
        self.desk.say("How SEL is.", "\n".join(wording.state(feed.affect, feed.readings)))

    def place(self, line: Widget) -> None:
        """Put a row above the prompt."""
        self._foot.mount(line, before=self._frame)

    @property
    def room(self) -> int:
        """Cells for a whisper."""
        return max(self._frame.size.width - 4, 1)

    @property
    def behind(self) -> bool:
        """Whether the end of the conversation is out of sight."""
        return self._behind

    def place_last(self, line: Widget) -> None:
        """Put a row below everything."""
        self._foot.mount(line)

    # ------------------------------------------------------------ from the person

    @on(Prompt.Sent)
    async def _sent(self, event: Prompt.Sent) -> None:
        if event.edit:
            await self.desk.surgery.edited(event.text, event.shown, in_place=event.in_place)
        else:
            await self.desk.take(event.text, event.shown)

    @on(Prompt.Dropped)
    async def _dropped(self, event: Prompt.Dropped) -> None:
        await self.desk.bring(event.paths)

    @on(Prompt.PutBack)
    def _put_back(self) -> None:
        self.desk.attaching.detach()

    def action_detach(self, number: int) -> None:
        """Take an attached file back."""
        self.desk.attaching.detach(number)
        self.prompt.focus()

    @on(Prompt.Changed)
    def edited(self) -> None:
        """Show what may become of what is typed."""
        self._completing.offer()
        self.call_later(self._on_timer_update)  # what is typed does not wait for the next frame

    def _completions(self, text: str) -> Sequence[Choice]:
        # a list that changes with every letter is only noise where it is heard
        return () if self.heard else self.desk.completions(text)

    @on(Prompt.Accepted)
    def _accepted(self, event: Prompt.Accepted) -> None:
        self._completing.accept(event.text, send=event.send)

    @on(Prompt.Moved)
    async def _moved(self, event: Prompt.Moved) -> None:
        talk = self.conversation
        if event.what == "choice":
            self._choices.move(event.by)
        elif event.what in _SURGERY:
            await _SURGERY[event.what](self.desk.surgery, event.by)
        elif event.what == "page":
            if self.desk.remembering.page(event.by):
                return
            self.turn_page(event.by)
        elif event.by < 0:
            talk.scroll_home(animate=False)
        else:
            talk.scroll_end(animate=False)

    def on_key(self, event: Key) -> None:
        """What is typed while something else has the focus and no use for it is written."""
        sign = event.character if event.is_printable else None
        if sign and not sign.isspace() and not isinstance(self.focused, Prompt | Picker):
            event.stop()
            self.prompt.focus()
            self.prompt.insert(sign)

    def turn_page(self, by: int) -> None:
        """Scroll the conversation by pages."""
        talk = self.conversation
        talk.scroll_rows(by * max(talk.size.height - 2, 1))

    def action_scroll(self, rows: int) -> None:
        """Scroll the conversation by rows."""
        self.conversation.scroll_rows(rows)

    async def action_stop_reply(self) -> None:
        """Close the list, leave the edit, stop the reply; else come back to the prompt."""
        if self._completing.close():
            return
        if self.prompt.editing:
            self.desk.surgery.leave_edit()
        elif not await self.desk.stop():
            self.prompt.focus()

    async def on_ask_answered(self, event: Ask.Answered) -> None:
        """A question in the conversation was answered; typing goes on."""
        if self.focused is not self.prompt:
            self.prompt.focus()
        await self.desk.answer(event.ask, event.number)

    def action_answer(self, number: int) -> None:
        """Answer the newest question; where nothing is asked the key is the prompt's."""
        if not self.desk.remembering.answer(number):
            raise SkipAction

    async def action_voice(self) -> None:
        """Switch the voice on or off."""
        await self.desk.run_command("voice")

    async def action_press_to_talk(self) -> None:
        """Begin to talk, or be done: terminals tell of no key that goes up."""
        await self.desk.run_command("voice", "talk")

    async def action_mute(self) -> None:
        """Close the microphone, or open it."""
        await self.desk.run_command("voice", "mute")

    async def action_quiet(self) -> None:
        """Close SEL's mouth, or open it."""
        await self.desk.run_command("voice", "quiet")

    async def action_undo_memory(self) -> None:
        """Take back what was kept last."""
        await self.desk.run_command("undo")

    def action_begin_command(self) -> None:
        """Start a slash command."""
        self.prompt.focus()
        if not self.prompt.text:
            self.prompt.fill("/")

    def action_toggle_panel(self) -> None:
        """Show or hide the panel; say so where there is no room for it."""
        if self.heard:
            self.tell()
        elif self.has_class("-narrow"):
            self.whisper("no room for the panel here: /mood and /stats")
        else:
            self.toggle_class("-no-panel")

    # ------------------------------------------------------------ working on what was said

    def action_pick(self) -> None:
        """Pick the message that was said last."""
        self.desk.surgery.pick()

    async def action_another_reply(self) -> None:
        """Another reply beside the last one."""
        await self.desk.run_command("regenerate")

    async def action_alternative(self, by: int) -> None:
        """Step through the last reply's alternatives; past the last one there is a new one."""
        await self.desk.surgery.alternative(by, more=True)

    @on(Picker.Wanted)
    async def _picked(self, event: Picker.Wanted) -> None:
        await self.desk.surgery.do(event.what)

    @on(Click, "PersonMessage, SelMessage")
    def _named(self, event: Click) -> None:
        on_name = event.y == 0 and not self.get_selected_text()
        if on_name and isinstance(event.widget, PersonMessage | SelMessage):
            self.desk.surgery.pick(event.widget.turn_id, event.widget.role)

    @on(Click, "#conversation")
    def _clicked(self) -> None:
        self.prompt.focus()

    # ------------------------------------------------------------ the prompt's frame

    @on(Conversation.Moved)
    def _scrolled(self, event: Conversation.Moved) -> None:
        self._behind = event.behind
        self.hint()

    def titled(self, words: str) -> None:
        """The conversation is called so."""
        self._title = words
        if self.heard:
            from tui import hearing  # lazy: few need it

            hearing.entitle(self, words)
        if not self.prompt.editing:
            self.entitle()

    def entitle(self, words: str = "", keys: str = "") -> None:
        """What the prompt's frame says above and, when nothing else is to be said, below: these
        words and keys, else the conversation's title."""
        if self.heard and words:
            self.desk.say(words, keys)
        self._frame.border_title = (words or self._title).replace("[", "\\[") or None
        self._edit_keys = keys
        if keys and self._whispering is not None:  # they are needed now
            self._whispering.stop()
            self._whispering = None
        self.hint()

    def hint(self) -> None:
        """What the prompt's frame says when nothing is whispered."""
        if self._whispering is None:
            words = self._edit_keys or (f"{live.key('stop-reply')} stops" if self.desk.busy else "")
            self._frame.border_subtitle = (
                f"more below, {live.key('to-end')}"
                if self._behind and not self._edit_keys
                else words
            ) or None

    def whisper(self, words: str) -> None:
        """A few words on the prompt's frame, for a moment."""
        if self.heard:
            self.desk.say(words)
            return
        if self._whispering is not None:
            self._whispering.stop()
        self._frame.border_subtitle = words.replace("[", "\\[")
        self._whispering = self.set_timer(WHISPER_SECONDS, self._hush)

    def _hush(self) -> None:
        self._whispering = None
        self.hint()
