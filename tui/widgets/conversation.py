"""The conversation: messages and notices, following the end until the person scrolls away.

Messages are grouped in pages, so that a growing reply lays out its own page again and not the
whole day's talk.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message as TextualMessage
from textual.widget import Widget
from textual.widgets import Static

from tui.mood import ASLEEP
from tui.styles.sheets import css
from tui.widgets.clear import Clear
from tui.widgets.message import AnyMessage, Notice, PersonMessage, SelMessage, standing
from tui.widgets.paper import INKS

if TYPE_CHECKING:
    from sel.events import MessageState, MessageView
    from sel.session_events import Role

PAGE = 16
"""Messages to a page."""
NEAR = 6
"""Pages laid out; older ones come back one by one when the person scrolls up to them."""
PAGES = 64
"""Pages kept at all; older ones give way (the brain still knows and exports them)."""
RECENT = 320
"""Messages drawn of a conversation that is there already; drawing thousands would take seconds."""


class Page(Vertical, Clear):
    """Some messages, laid out together."""

    DEFAULT_CSS = css("message")
    SCOPED_CSS = False
    COMPONENT_CLASSES: ClassVar[set[str]] = INKS


class Welcome(Static):
    """What an empty conversation shows."""

    def __init__(self) -> None:
        super().__init__(self.words(ASLEEP, "waking"), markup=False)

    @staticmethod
    def words(face: str, state: str) -> Content:
        """The face and a first hint; `state` is the engine's."""
        ready = state == "ready"
        line = "I am here." if ready else "I am waking up. You can write already."
        return Content.assemble(
            (f"{face}\n\n", "bold $sel"),
            (f"{line}\n", "$foreground"),
            ("\n/ for commands   F1 for help", "$quiet"),
        )

    def show(self, face: str, state: str) -> None:
        """Follow the mood and the engine."""
        self.update(self.words(face, state))


class Conversation(VerticalScroll, Clear):
    """All that was said on this channel."""

    class Moved(TextualMessage):
        """The person scrolled: `behind` tells whether the end is out of sight."""

        def __init__(self, behind: bool) -> None:
            super().__init__()
            self.behind = behind

    def __init__(self) -> None:
        super().__init__(id="conversation")
        self._pages: list[Page] = []
        self._count = 0
        self._replies: dict[str, SelMessage] = {}
        self._messages: list[AnyMessage] = []
        self._behind = False

    def compose(self) -> Iterator[Widget]:
        """Begin with a welcome."""
        yield self.greeting()

    def greeting(self) -> Welcome:
        """What is shown while nothing was said."""
        return Welcome()

    def on_mount(self) -> None:
        """Welcome the person."""
        self._welcome(not self._count)

    def watch_scroll_y(self, old: float, new: float) -> None:
        """Tell when the end comes into or goes out of sight."""
        super().watch_scroll_y(old, new)
        if new <= 0 < old:
            self._reveal()
        behind = new < self.max_scroll_y - 1
        if behind != self._behind:
            self._behind = behind
            self.post_message(self.Moved(behind))

    # ------------------------------------------------------------ what is in it

    @property
    def messages(self) -> Sequence[AnyMessage]:
        """Every message, oldest first."""
        return self._messages

    def last_reply(self) -> SelMessage | None:
        """SEL's newest message."""
        replies = (item for item in reversed(self._messages) if isinstance(item, SelMessage))
        return next(replies, None)

    def show(self, views: Sequence[MessageView]) -> None:
        """Draw this conversation in place of what was there."""
        self.wipe()
        for view in views[-RECENT:]:
            if view.role == "person":
                name = view.name or view.person
                self.person(
                    view.text, name, view.at, view.turn_id, standing(view), view.images
                )
            else:
                self.reply(
                    SelMessage(
                        view.turn_id,
                        view.text,
                        view.state,
                        cached=view.cached,
                        stand=standing(view),
                    )
                )

    def wipe(self) -> None:
        """Take everything away."""
        for page in self._pages:
            page.remove()
        self._pages.clear()
        self._replies.clear()
        self._messages.clear()
        self._count = 0
        self._welcome(True)

    def person(  # noqa: PLR0913, PLR0917 - what is shown of it
        self,
        text: str,
        name: str,
        at: float,
        turn_id: str = "",
        stand: str = "",
        images: Sequence[str] = (),
    ) -> None:
        """A person's message."""
        self._keep(PersonMessage(text, name, at, turn_id, stand, images))

    def reply(self, message: SelMessage) -> SelMessage:
        """A reply of SEL's."""
        if message.turn_id:
            self._replies[message.turn_id] = message
        self._keep(message)
        return message

    def streaming(self, turn_id: str) -> SelMessage:
        """The growing reply of this turn."""
        return self._replies.get(turn_id) or self.reply(SelMessage(turn_id, state="streaming"))

    def drop(self, turn_id: str) -> None:
        """Take an empty reply away (a turn in which SEL kept quiet)."""
        message = self._replies.pop(turn_id, None)
        if message is not None:
            self._messages.remove(message)
            message.remove()

    def is_ended(self, turn_id: str) -> bool:
        """Whether this turn's reply is over."""
        message = self._replies.get(turn_id)
        return message is not None and message.state != "streaming"

    def text_of(self, turn_id: str) -> str:
        """This turn's reply so far; "" where it is not here."""
        message = self._replies.get(turn_id)
        return message.source if message is not None else ""

    def end(self, turn_id: str, state: MessageState, text: str, problem: str = "") -> None:
        """This turn is over."""
        self.streaming(turn_id).end(state, text, problem)

    def notice(self, notice: Notice) -> None:
        """A quiet line at the end; one that follows another stands close to it."""
        page = self._pages[-1] if self._count % PAGE else None
        last = page.children[-1] if page and page.children else None
        notice.set_class(isinstance(last, Notice), "-close")
        self._mount(notice)

    def above(self, turn_id: str, line: Notice) -> None:
        """A quiet line above the reply of this turn, at the end where there is none yet."""
        reply = self._replies.get(turn_id)
        page = reply.parent if reply is not None else None
        if isinstance(page, Page):
            page.mount(line, before=reply)
        else:
            self.notice(line)

    def ask(self, card: Widget) -> None:
        """A question at the end; before anything was said it stands below the welcome."""
        self.add_class("-asked")
        self._mount(card, greet=not self._count)

    def settle(self, card: Widget, notice: Notice | None) -> None:
        """The question is answered: a quiet line takes its place, or nothing."""
        self.remove_class("-asked")
        page = card.parent
        if notice is not None and isinstance(page, Page):
            page.mount(notice, before=card)
        card.remove()

    # ------------------------------------------------------------ one of them

    def of(self, turn_id: str, role: Role) -> list[AnyMessage]:
        """What one side said in a turn; nothing where it is not drawn."""
        return [one for one in self._messages if (one.turn_id, one.role) == (turn_id, role)]

    def stand(self, view: MessageView) -> None:
        """This message has other alternatives beside it now."""
        for one in self.of(view.turn_id, view.role):
            one.stand(standing(view))

    def pick(self, turn_id: str = "", role: Role = "sel") -> None:
        """Mark what one side said in a turn, and bring it into sight; "" marks nothing."""
        found = self.of(turn_id, role) if turn_id else []
        for one in self._messages:
            one.set_class(one in found, "-picked")
        if found:
            page = found[0].parent
            for later in self._pages[self._pages.index(page) if page in self._pages else 0 :]:
                later.display = True
            self.call_after_refresh(self._look_at, found[0])

    def _look_at(self, message: AnyMessage) -> None:
        if message.is_attached:
            self.scroll_to_widget(message, animate=False)

    # ------------------------------------------------------------ pages

    def _keep(self, message: AnyMessage) -> None:
        self._messages.append(message)
        self._mount(message)

    def _mount(self, widget: Widget, *, greet: bool = False) -> None:
        self._welcome(greet)
        if self._count % PAGE == 0:
            self._turn_page()
        self._count += 1
        self._pages[-1].mount(widget)

    def _turn_page(self) -> None:
        """Begin a page; lay out only the near ones, unless the person looks at older ones."""
        page = Page()
        self._pages.append(page)
        self.mount(page)
        if not self._behind:
            for far in self._pages[-NEAR - 1 :: -1]:
                far.display = False
        if len(self._pages) > PAGES:
            self._pages.pop(0).remove()

    def _reveal(self) -> None:
        """The person came to the top: bring back the page before, the view where it was."""
        hidden = [page for page in self._pages if not page.display]
        if hidden:
            bottom = self.max_scroll_y
            hidden[-1].display = True
            self.call_after_refresh(lambda: self._stay(bottom))

    def _stay(self, bottom: int) -> None:
        self.scroll_to(y=self.max_scroll_y - bottom, animate=False)

    def welcome(self, face: str, engine_state: str) -> None:
        """Let the welcome follow the mood and the engine."""
        for welcome in self.query_children(Welcome):
            welcome.show(face, engine_state)

    def _welcome(self, wanted: bool) -> None:
        """Show the welcome in the middle, or follow the end of what is said."""
        if wanted == self.has_class("-empty"):
            return
        for welcome in self.query_children(Welcome):
            welcome.display = wanted
        self.set_class(wanted, "-empty")
        self.anchor(not wanted)
