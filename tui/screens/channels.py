"""SEL on Discord: the channels, and beside them one of the conversations, live.

It follows the brain on its own while it is open, so it costs nothing while it is not. A chosen
channel begins with a fresh look at everything, and only its events are drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from sel.bridge_events import BridgeChanged, BridgeView, PauseChannel, SetBridge
from sel.company_events import MessagesUnsaid
from sel.errors import SelError
from sel.events import Command, Event, Interrupt, Snapshot, TurnEnded, TurnStarted
from tui import elsewhere
from tui.drawings import channels as drawings
from tui.pace import paced
from tui.screens.overhearing import Overheard, Overhearing
from tui.styles.sheets import FOLDER
from tui.text import one_line
from tui.widgets.heading import Heading
from tui.widgets.lines import KeyLine
from tui.widgets.rows import Places

if TYPE_CHECKING:
    from tui.screens.desk import ScreenDesk

LOOK_SECONDS = 2.0
"""Between two looks at moods, which change with time alone, and at how long ago things were."""
SETTLE_SECONDS = 0.08
"""After the last step in the list; a conversation drawn for each would only be in the way."""
NAME_LONGEST = 120

LIST, ROOM = ("↑↓", "choose", ""), ("↑↓", "scroll", "")
READ, BACK = ("Enter", "read", "screen.read"), ("Esc", "back", "screen.back")
STOP, CONNECT = ("s", "stop the reply", "screen.stop"), ("b", "go to Discord", "screen.connect")


class ChannelsScreen(Screen[None]):
    """Look, let SEL pause, stop what it is saying.

    `seq` is the newest drawn event's number, `settling` tells whether the chosen channel is still
    to be drawn.
    """

    CSS_PATH = str(FOLDER / "channels.tcss")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - as Textual has it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012
    AUTO_FOCUS = "#places"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False, id="channels-back"),
        Binding("left,h", "home", "To the list", show=False, id="channels-list"),
        Binding("p", "pause", "Pause", show=False, id="channels-pause"),
        Binding("s", "stop", "Stop", show=False, id="channels-stop"),
        Binding("b", "connect", "Go to Discord", show=False, id="channels-connect"),
    ]

    def __init__(self, desk: ScreenDesk) -> None:
        super().__init__()
        self._desk = desk
        self._bridge = BridgeView()
        self._moods: dict[str, str] = {}
        self._answering: set[str] = set()
        self._now = desk.feed.now
        self._list = Places(id="places")
        self._places: Sequence[drawings.Place] = ()
        self.talk = Overheard()
        self._overhearing = Overhearing(self.talk)
        self._note = Static("", id="note", markup=False)
        self._head = Heading()
        self._nothing = Static("", id="nothing", markup=False)
        self._keys = KeyLine(())
        self._timer: Timer | None = None
        self.settling = False
        self.seq = 0

    def compose(self) -> Iterator[Widget]:
        """The list and the conversation beside it; where it is narrow, one of them."""
        with Horizontal(id="head"):
            yield Static("channels", id="name", markup=False)
            yield self._note
        with Horizontal(id="rooms"):
            with Vertical(id="list"):
                yield self._list
            with Vertical(id="room"):
                yield self._head
                yield self.talk
        yield self._nothing
        yield self._keys

    def on_mount(self) -> None:
        """Follow what happens."""
        self._draw()
        self.set_interval(LOOK_SECONDS, self._look)
        self._follow()

    # ------------------------------------------------------------ what happens

    def _follow(self) -> None:
        """Begin with all there is, of the channel that is chosen now."""
        self.run_worker(self._following(), group="following", exclusive=True)

    async def _following(self) -> None:
        try:
            subscription = self._desk.brain().subscribe()
        except SelError as error:
            self.notice(error.sentence())
            self.set_timer(LOOK_SECONDS, self._follow)  # it is still waking
            return
        try:
            await paced(subscription, self._desk.safely(self._apply))
        finally:
            subscription.close()

    def _apply(self, batch: Sequence[Event]) -> None:
        """Only what is looked at is drawn, and the list once."""
        batch = sorted(batch, key=lambda event: event.seq)
        self._now = self.talk.now = max(self._now, batch[-1].at)
        for event in batch:
            if isinstance(event, Snapshot):
                self._begin(event)
            elif isinstance(event, BridgeChanged):
                self._bridge = event.bridge
            elif isinstance(event, TurnStarted):
                self._answering.add(event.channel)
            elif isinstance(event, TurnEnded):
                self._answering.discard(event.channel)
            elif isinstance(event, MessagesUnsaid) and event.channel == self._overhearing.channel:
                self.call_later(self._follow)  # from the picture of all there is, without it
        begun = max((one.seq for one in batch if isinstance(one, Snapshot)), default=0)
        self._overhearing.apply(one for one in batch if one.seq > begun)
        self.seq = batch[-1].seq
        self._draw()

    def _begin(self, snapshot: Snapshot) -> None:
        self._bridge = self._desk.brain().bridge()
        self._know(snapshot)
        if not self._overhearing.channel:
            self._draw()  # so that one is chosen
            self._overhearing.channel = self._list.chosen
        self._overhearing.show(snapshot.channels.get(self._overhearing.channel))
        self.settling = False

    def _know(self, snapshot: Snapshot) -> None:
        """Moods, and where SEL answers."""
        channels = snapshot.channels.items()
        self._moods = {name: channel.mood for name, channel in channels}
        self._answering = {name for name, channel in channels if channel.answering}

    def _look(self) -> None:
        snapshot = self._desk.snapshot()
        if snapshot is not None:
            self._know(snapshot)
            self._now = max(self._now, self._desk.feed.now)
            self._draw()

    def _draw(self) -> None:
        """The list, the head of the conversation and the keys, as far as they differ."""
        bridge = self._bridge
        places = drawings.places(bridge.places, self._moods, self._answering, self._now)
        if places != self._places:
            self._places = places
            newest = bridge.places[0].channel if bridge.places else ""
            self._list.show(drawings.items(places), newest if self.chosen is None else "")
        self.set_class(not bridge.places, "-bare")
        _put(self._nothing, drawings.nothing(bridge))
        _put(self._note, Content(one_line(elsewhere.note(bridge), NAME_LONGEST)))
        self._show_chosen()

    @property
    def chosen(self) -> drawings.Place | None:
        """The place that is chosen."""
        return next((one for one in self._places if one.view.channel == self._list.chosen), None)

    def _show_chosen(self) -> None:
        self._head.show(self.chosen)
        self._show_keys()

    # ------------------------------------------------------------ choosing

    @on(Places.Chosen)
    def _settle(self, event: Places.Chosen) -> None:
        channel = event.key
        if channel and channel != self._overhearing.channel:
            self._overhearing.channel = channel
            self._show_chosen()
            self.settling = True
            if self._timer is not None:
                self._timer.stop()
            self._timer = self.set_timer(SETTLE_SECONDS, self._follow)

    @on(Places.Opened)
    def action_read(self) -> None:
        """To the conversation, which scrolls then."""
        if self._list.chosen:
            self.add_class("-reading")
            self.talk.focus()

    def action_home(self) -> None:
        """Back to the list."""
        self.remove_class("-reading")
        self._list.focus()
        self._show_keys()

    def action_back(self) -> None:
        """Leave the conversation; then the screen."""
        if self.talk.has_focus:
            self.action_home()
        else:
            self.dismiss()

    # ------------------------------------------------------------ doing

    def action_pause(self) -> None:
        """SEL says nothing there, or may again."""
        if (one := self.chosen) is not None:
            self._wish(PauseChannel(channel=one.view.channel, paused=not one.view.paused))

    def action_stop(self) -> None:
        """End what SEL is saying there."""
        one = self.chosen
        if one is not None and one.answering:
            self._wish(Interrupt(channel=one.view.channel))
        elif one is not None:
            self.notice("SEL says nothing there at the moment.")

    def action_connect(self) -> None:
        """Go to Discord; `/bridge off` leaves, which one key could do by mistake."""
        if self._bridge.state not in elsewhere.ON:
            self._wish(SetBridge(on=True))

    def _wish(self, command: Command) -> None:
        self.app.run_worker(self._submit(command), group="apart", exit_on_error=False)

    async def _submit(self, command: Command) -> None:
        try:
            await self._desk.wish_apart(command)
        except SelError as error:
            self.notice(error.sentence())

    # ------------------------------------------------------------ the bottom line

    def _show_keys(self) -> None:
        self._keys.show(self._keys_now())

    def _keys_now(self) -> Sequence[tuple[str, str, str]]:
        one = self.chosen
        last = STOP if self._bridge.state in elsewhere.ON else CONNECT
        if one is None:
            return (BACK,) if last is STOP else (CONNECT, BACK)
        pause = "let SEL speak here" if one.view.paused else "pause SEL here"
        where = (ROOM,) if self.talk.has_focus else (LIST, READ)
        return (*where, ("p", pause, "screen.pause"), last, BACK)

    def on_descendant_focus(self) -> None:
        """The keys at the bottom are those of where one is."""
        self._show_keys()

    def notice(self, words: str) -> None:
        """A sentence in the keys' place, for a moment."""
        self._keys.tell(words)


def _put(where: Static, content: Content) -> None:
    """Only what is different is drawn."""
    if not (isinstance(where.content, Content) and content.is_same(where.content)):
        where.update(content)
