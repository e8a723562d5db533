"""The conversation: messages and notices, following the end until the person scrolls away.

However long it is, only what is near the view is drawn, on pages; where pages are folded away the
scrollbar knows about how many rows they would take. Whatever changes above the view, what is looked
at stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.keys import live
from tui.mood import ASLEEP
from tui.widgets.leaf import Entry
from tui.widgets.message import AnyMessage, Notice, PersonMessage, SelMessage, day_of, looks
from tui.widgets.roll import Roll

if TYPE_CHECKING:
    from sel.events import MessageState, MessageView
    from sel.session_events import Role

MARKED = 2.5
"""Seconds a message that was gone to stays marked."""

HEARD = "This is SEL."
"""What an empty conversation says to those who hear it, before SEL does."""


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
            (f"\n/ for commands   {live.key('help')} for help", "$quiet"),
        )

    def on_mount(self) -> None:
        """Heard or seen: that is known only here."""
        self.show(ASLEEP, "waking")

    def show(self, face: str, state: str) -> None:
        """Follow the mood and the engine; in words only where those are heard."""
        if not self.app.has_class("-plain"):
            self.update(self.words(face, state))
        elif self.content != HEARD:
            self.update(HEARD)


FEW = 200
"""Messages more or fewer that are put in or taken out one by one; with more, all is drawn anew."""


class Conversation(Roll):
    """All that was said on this channel."""

    def __init__(self) -> None:
        super().__init__(id="conversation")
        self._replies: dict[str, Entry] = {}
        self._moment = 0.0
        self.speaker = ""
        """The name that replies to come stand under, "" for SEL."""

    @property
    def now(self) -> float:
        """When it is drawn, where that is known: messages of other days are dated."""
        return self._moment

    @now.setter
    def now(self, now: float) -> None:
        """It is later; on another day what is drawn is dated anew."""
        before, self._moment = self._moment, now
        if before and day_of(before) != day_of(now):
            for message in self.messages:
                if isinstance(message, PersonMessage):
                    message.now = now
                    message.become(message.view)

    def _now(self) -> float:
        return self._moment

    def compose(self) -> Iterator[Widget]:
        """Begin with a welcome."""
        yield from super().compose()
        yield self.greeting()

    def greeting(self) -> Welcome:
        """What is shown while nothing was said."""
        return Welcome()

    def on_mount(self) -> None:
        """Welcome the person."""
        self._welcome(not self._leaves)

    # ------------------------------------------------------------ what is in it

    @property
    def messages(self) -> Sequence[AnyMessage]:
        """Every message that is drawn, oldest first."""
        return [entry.message for entry in self.entries() if entry.message is not None]

    def show(self, views: Sequence[MessageView]) -> None:
        """Draw this conversation in place of what was there; what is the same stays as it is."""
        old = list(self.entries())
        begins = _alike(old, views)
        if begins == len(old) == len(views):
            return
        ends = _alike(old[begins:][::-1], views[begins:][::-1])
        few = abs(len(views) - len(old)) <= FEW
        if few and (begins or ends or _begin_alike(old, views)):
            changed = old[begins : len(old) - ends]
            self._change(changed, views[begins : len(views) - ends], old[begins + len(changed) :])
        else:
            self._show_all(views)

    def _show_all(self, views: Sequence[MessageView]) -> None:
        if not views:
            self.wipe()
            return
        self._replies.clear()
        self._begin(self._known(Entry(view, self._now)) for view in views)
        self._welcome(False)
        self.scroll_end(animate=False, immediate=True)
        self._turn()

    def _change(
        self, old: Sequence[Entry], views: Sequence[MessageView], after: Sequence[Entry]
    ) -> None:
        """Draw these in place of some that follow each other; `after` comes after them."""
        same = 0
        for entry, view in zip(old, views, strict=False):
            if entry.view.role != view.role:
                break
            self._forget(entry)
            entry.become(view)
            self._known(entry)
            same += 1
        for entry in old[same:]:
            self._take_away(entry)
        for view in views[same:]:
            entry = self._known(Entry(view, self._now))
            if after:
                self._insert(entry, after[0])
            else:
                self._add(entry)
        self._welcome(not self._leaves)
        self._turn()

    def wipe(self) -> None:
        """Take everything away."""
        self._replies.clear()
        self._begin(())
        self._welcome(True)

    def person(
        self, text: str, name: str, at: float, turn_id: str = "", images: tuple[str, ...] = ()
    ) -> None:
        """A person's message."""
        from sel.events import MessageView  # lazy: not part of the first frame

        view = MessageView(
            role="person", text=text, person=name, at=at, turn_id=turn_id, images=images
        )
        self._add(Entry(view, self._now))

    def streaming(self, turn_id: str) -> SelMessage:
        """The growing reply of this turn."""
        entry = self._replies.get(turn_id)
        if entry is None:
            from sel.events import MessageView  # lazy: not part of the first frame

            view = MessageView(
                role="sel", text="", turn_id=turn_id, name=self.speaker, state="streaming"
            )
            entry = Entry(view)
            self._add(self._known(entry))
        return cast("SelMessage", self._drawn(entry))

    def drop(self, turn_id: str) -> None:
        """Take an empty reply away (a turn in which SEL kept quiet)."""
        entry = self._replies.pop(turn_id, None)
        if entry is not None:
            self._take_away(entry)

    def is_ended(self, turn_id: str) -> bool:
        """Whether this turn's reply is over."""
        entry = self._replies.get(turn_id)
        return entry is not None and entry.view.state != "streaming"

    def text_of(self, turn_id: str) -> str:
        """This turn's reply so far; "" where it is not here."""
        entry = self._replies.get(turn_id)
        return entry.view.text if entry is not None else ""

    def end(self, turn_id: str, state: MessageState, text: str, problem: str = "") -> None:
        """This turn is over."""
        self.streaming(turn_id).end(state, text, problem)

    def notice(self, notice: Notice) -> None:
        """A quiet line at the end; one that follows another stands close to it."""
        if self._plain:
            notice.in_words()
        last = self._leaves[-1].items[-1] if self._leaves else None
        notice.set_class(isinstance(last, Notice), "-close")
        self._add(notice)

    def above(self, turn_id: str, line: Notice) -> None:
        """A quiet line above the reply of this turn, at the end where there is none yet."""
        entry = self._replies.get(turn_id)
        if entry is not None:
            self._insert(line, entry)
        else:
            self.notice(line)

    def ask(self, card: Widget) -> None:
        """A question at the end; before anything was said it stands below the welcome."""
        self.add_class("-asked")
        self._add(card, greet=not self._leaves)

    def settle(self, card: Widget, notice: Notice | None) -> None:
        """The question is answered: a quiet line takes its place, or nothing."""
        self.remove_class("-asked")
        if notice is not None and self._leaf_of(card) is not None:
            self._insert(notice, card)
        self._take_away(card)

    # ------------------------------------------------------------ one of them

    def of(self, turn_id: str, role: Role) -> list[Entry]:
        """What one side said in a turn."""
        views = ((entry, entry.view) for entry in self.entries())
        return [entry for entry, view in views if view.turn_id == turn_id and view.role == role]

    @property
    def last_reply(self) -> str:
        """The turn of the reply that is shown last; "" where there is none."""
        views = (one.view for one in reversed(list(self.entries())))
        return next((view.turn_id for view in views if view.role == "sel"), "")

    def stand(self, view: MessageView) -> None:
        """This message has other alternatives beside it now."""
        for entry in self.of(view.turn_id, view.role):
            self._drawn(entry).stand(view)

    def pick(self, turn_id: str = "", role: Role = "sel") -> None:
        """Mark what one side said in a turn, and bring it into sight; "" marks nothing."""
        found = self.of(turn_id, role) if turn_id else []
        for message in self.messages:
            message.remove_class("-picked")
        for entry in found:
            self._drawn(entry).add_class("-picked")
        if found:
            self._go(found[0])

    def go_to(self, turn_id: str, role: Role | None = None, words: str = "") -> bool:
        """Scroll to what was said in a turn (by one side, if given) and mark it for a moment, with
        these words in it; False where it is not here."""
        roles: tuple[Role, ...] = (role,) if role else ("person", "sel")
        found = [entry for one in roles for entry in self.of(turn_id, one)]
        if not found:
            return False
        message = self._drawn(found[0])
        message.add_class("-found")
        message.mark(words)
        self.set_timer(MARKED, partial(self._unmark, found[0]))
        self._go(found[0])
        return True

    @staticmethod
    def _unmark(entry: Entry) -> None:
        if entry.message is not None:
            entry.message.remove_class("-found")
            entry.message.mark("")

    # ------------------------------------------------------------ leaves and replies

    @property
    def _plain(self) -> bool:
        return self.app.has_class("-plain")

    def _drawn(self, entry: Entry) -> AnyMessage:
        return entry.drawn(plain=self._plain)

    def draw_anew(self) -> None:
        """Messages are drawn otherwise from now on."""
        for leaf in self._leaves:
            if leaf.open and (page := self._fold(leaf)) is not None:
                self._drop(page)
        self._turn()

    def _add(self, item: Entry | Widget, *, greet: bool = False) -> None:
        self._welcome(greet)
        super()._add(item)

    def _take_away(self, item: Entry | Widget) -> None:
        if isinstance(item, Entry):
            self._forget(item)
        super()._take_away(item)

    def _known(self, entry: Entry) -> Entry:
        view = entry.view
        if view.role == "sel" and view.turn_id:
            self._replies[view.turn_id] = entry
        return entry

    def _forget(self, entry: Entry) -> None:
        if self._replies.get(entry.view.turn_id) is entry:
            del self._replies[entry.view.turn_id]

    # ------------------------------------------------------------ the welcome

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


def _begin_alike(entries: Sequence[Entry], views: Sequence[MessageView]) -> bool:
    """Whether they begin with the same side of the same turn, whatever it says."""
    if not entries or not views:
        return False
    known, view = entries[0].view, views[0]
    return (known.role, known.turn_id) == (view.role, view.turn_id)


def _alike(entries: Sequence[Entry], views: Sequence[MessageView]) -> int:
    """How many of them look the same, from the first on."""
    count = 0
    for entry, view in zip(entries, views, strict=False):
        known = entry.view
        if known is not view and (known.text != view.text or looks(known) != looks(view)):
            break
        count += 1
    return count
