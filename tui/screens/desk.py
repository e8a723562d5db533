"""Between the screen and the brain: events become drawings, wishes become commands."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.worker import WorkType

from sel.bridge_events import BridgeView
from sel.errors import InputRefused, SelError
from sel.events import Command, EngineChanged, EngineView, Interrupt, SendMessage, Snapshot
from sel.media import bringing
from sel.session_events import SessionView
from sel.voice_events import VoiceView
from tui import copying
from tui.commands import agents, models, porting, table
from tui.pace import Show
from tui.screens.attaching import Attaching
from tui.screens.feed import Feed
from tui.screens.remembering import Remembering
from tui.screens.sessions import Sessions, frame_title
from tui.screens.speaking import Speaking
from tui.screens.surgery import Surgery
from tui.widgets.ask import Ask, Question
from tui.widgets.choices import Choice
from tui.widgets.message import Notice

if TYPE_CHECKING:
    from sel.model_events import ModelView
    from tui.app import SelApp
    from tui.port import AgentsPort, BrainPort, MemoryPort
    from tui.screens.main import MainScreen


class ScreenDesk:
    """What slash commands may do, done on the main screen (the `Desk` of `tui.commands`)."""

    def __init__(self, screen: MainScreen, app: SelApp) -> None:
        self._screen = screen
        self._app = app
        self._naming = False
        self._models: Sequence[ModelView] = ()
        self.sought = "", "0"
        """The words that were looked for last in all conversations, and the place gone to."""
        self.remembering = Remembering(screen.conversation, app.submit)
        self.surgery = Surgery(screen, self)
        self.sessions = Sessions(self._entitle, screen.whisper)
        self.feed = Feed(
            screen.conversation,
            self.remembering,
            Speaking(screen.conversation, screen.place, self._voice_now),
            self._changed,
            self._said_before,
        )
        self.feed.sessions = self.sessions
        self.sessions.session_now = self._session_now
        self.sessions.stood, self.sessions.drawn = self.surgery.renumber, self.surgery.again
        self.feed.bridge_now = self._bridge_now
        self.attaching = Attaching(screen.attached, self._carrying, screen.whisper)
        self.attaching.sees = lambda: app.brain is None or app.brain.sees()
        self.feed.attaching = self.attaching

    def _changed(self) -> None:
        self._screen.show(self.feed.affect, self.feed.readings, self.feed.now)

    def _entitle(self, session: SessionView) -> None:
        self._screen.titled(frame_title(session))
        self._screen.conversation.speaker = session.speaker

    def _session_now(self) -> SessionView:
        return self._app.brain.session() if self._app.brain else self.sessions.now

    def _carrying(self, anything: bool) -> None:
        self._screen.prompt.carrying = anything

    def _voice_now(self) -> VoiceView:
        return self._app.brain.voice() if self._app.brain else VoiceView()

    def _bridge_now(self) -> BridgeView:
        return self._app.brain.bridge() if self._app.brain else BridgeView()

    def _said_before(self) -> None:
        counting: WorkType[None] = self._count_saved
        self._app.run_worker(counting, group="saved", exclusive=True)

    async def _count_saved(self) -> None:
        """What kept answers have saved; the figures are looked at only then."""
        with contextlib.suppress(SelError):  # a figure less; nobody asked for it
            known = await self.brain().insight()
            self.feed.saved(sum(kind.tokens_saved for kind in known.cache.values()))

    # ------------------------------------------------------------ from the prompt

    def completions(self, text: str) -> list[Choice]:
        """What the text in the prompt may become."""
        naming, self._naming = self._naming, models.names(text)
        if self._naming and not naming:
            looking: WorkType[None] = self._look_at_models
            self._app.run_worker(looking, group="models", exclusive=True)
        known = self._app.brain.agents().agents if self._app.brain else ()
        some = agents.choices(text, known) + models.choices(text, self._models)
        return table.choices(text) + some

    async def _look_at_models(self) -> None:
        """Know the models there are, now that one is being named."""
        with contextlib.suppress(SelError):  # names less; the command itself says what is wrong
            self._models = await self.brain().models()
            self._screen.edited()

    async def take(self, text: str, shown: str) -> None:
        """Take what was sent: run it as a command, else hand it to the brain."""
        parsed = table.parse(text)
        if parsed is None or table.is_spoken(*parsed):
            self._app.run_worker(self._send(text, shown), group="send", exit_on_error=False)
            return
        row = table.find(parsed[0])
        if row is None:
            self._screen.prompt.give_back(shown)
            self.show_error(
                InputRefused(
                    f"There is no command /{parsed[0]}.",
                    hint="/help lists them; a space before the / sends it as a message.",
                )
            )
            return
        await self.run_command(row.id, parsed[1])

    async def _send(self, text: str, shown: str) -> None:
        """Hand the message over; a refused one goes back into the prompt, if that is free."""
        brought = self.attaching.take()
        message = SendMessage(
            text=bringing.spoken(text, brought),
            data=bringing.data_of(brought),
            images=bringing.pictures(brought),
        )
        try:
            await self._app.submit(message)
        except SelError as error:
            self.show_error(error)
            self.attaching.put_back(brought)
            self._screen.prompt.give_back(shown)

    async def bring(self, paths: Sequence[Path]) -> None:
        """Files were dropped here; none: a picture may be on the clipboard."""
        try:
            if not self._screen.prompt.text and (taken := await porting.dropped(self, paths)):
                self._screen.prompt.fill(taken)
                self.whisper("Enter takes it in")
                return
            await (self.attaching.attach(paths) if paths else self.attaching.paste())
        except SelError as error:
            self.show_error(error)

    async def attach(self, path: Path | None, words: str = "") -> None:
        """Bring a file along, None for the clipboard's picture; with words it is sent at once.
        Raises `SelError`."""
        await (self.attaching.attach([path]) if path else self.attaching.paste())
        if words:
            await self._send(words, words)

    async def run_command(self, command_id: str, words: str = "") -> None:
        """Run a row of the table; what it cannot do is said in a sentence."""
        row = next(row for row in table.TABLE if row.id == command_id)
        try:
            await row.run(self, words)
        except SelError as error:
            self.show_error(error)

    @property
    def busy(self) -> bool:
        """Whether a reply is being made or spoken."""
        return bool(self.feed.answering) or self.feed.voice.aloud

    async def stop(self) -> bool:
        """Stop the reply; False where none is being made or spoken."""
        if not self.busy:
            return False
        await self.submit(Interrupt())
        return True

    async def answer(self, card: Ask, number: int) -> None:
        """An answer was chosen; what cannot be done is said, and the card stays."""
        try:
            await self.remembering.take(card, number)
        except SelError as error:
            self.show_error(error)

    # ------------------------------------------------------------ what commands may do

    async def submit(self, command: Command) -> None:
        """Hand a command to the brain; a refusal becomes a notice."""
        try:
            await self._app.submit(command)
        except SelError as error:
            self.show_error(error)

    def begin(self, command: Command) -> None:
        """Hand over a command that may take seconds; a refusal becomes a notice."""
        self._app.run_worker(self._begin(command), group="apart", exit_on_error=False)

    async def _begin(self, command: Command) -> None:
        try:
            await self._app.submit_apart(command)
        except SelError as error:
            self.show_error(error)

    def apart(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do something that may take long beside everything else; what cannot be done is said."""
        self._app.run_worker(self._apart(work), exit_on_error=False)

    async def _apart(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except SelError as error:
            self.show_error(error)

    async def wish_apart(self, command: Command) -> None:
        """Hand over a command that may take seconds. Raises `SelError` where it is refused."""
        await self._app.submit_apart(command)

    async def wish(self, command: Command) -> None:
        """Hand a command to the brain. Raises `SelError` where it is refused."""
        await self._app.submit(command)

    def safely(self, show: Show) -> Show:
        """The same, but that what cannot be drawn is said in a few words."""
        return self._app.safely(show)

    def brain(self) -> BrainPort:
        """The brain. Raises `SelError` while there is none yet."""
        if self._app.brain is None:
            raise InputRefused("SEL is not awake yet.", hint="Try again in a moment.")
        return self._app.brain

    def memory(self) -> MemoryPort:
        """What the brain remembers. Raises `SelError` while there is no brain yet."""
        return self.brain()

    def agents(self) -> AgentsPort:
        """What the brain's agents are. Raises `SelError` while there is no brain yet."""
        return self.brain()

    def ask(self, question: Question) -> None:
        """Put a question into the conversation."""
        self.remembering.ask(question)

    def snapshot(self) -> Snapshot | None:
        """The brain's view; None while there is no brain yet."""
        return self._app.brain.snapshot() if self._app.brain else None

    def last_reply(self) -> str:
        """The turn of the reply that is shown last; "" where there is none."""
        return self._screen.conversation.last_reply

    def say(self, title: str, hint: str = "") -> None:
        """A quiet line in the conversation."""
        self._screen.conversation.notice(Notice(title, hint))

    def show_error(self, error: SelError) -> None:
        """An error as a sentence."""
        where = f" ({error.where})" if error.where else ""
        self._screen.conversation.notice(Notice(error.title + where, error.hint, "warning"))

    def give_up(self, error: SelError) -> None:
        """There is no brain and there will be none."""
        self.show_error(error)
        self.feed.apply([EngineChanged(engine=EngineView(state="failed", detail=error.title))])

    def whisper(self, words: str) -> None:
        """A few words beside the prompt."""
        self._screen.whisper(words)

    def copy(self, text: str, what: str = "") -> None:
        """Put text on the clipboard, and say how."""
        self._app.copy_to_clipboard(text, what)

    def copy_further(self, text: str, what: str) -> None:
        """The terminal was told; now the system's own tool, or a file. Says which went."""
        work: WorkType[None] = partial(self._copy_further, text, what)
        self._app.run_worker(work, group="copy", exclusive=True, exit_on_error=False)

    async def _copy_further(self, text: str, what: str) -> None:
        done = await copying.copy(text)
        tell = getattr(self._app.screen, "notice", self.whisper)
        tell(done.words(what, self._screen.room))

    def edit(self) -> None:
        """Edit the person's last message in the prompt."""
        self.surgery.edit_last()

    async def take_back(self, *, again: bool = False) -> None:
        """Undo the last change of the conversation, or make it again."""
        await self.surgery.take_back(again=again)

    def look(self, what: str, words: str = "") -> None:
        """Open a screen."""
        self._app.look(what, words)

    def toggle_panel(self) -> None:
        """Show or hide the side panel."""
        self._screen.action_toggle_panel()

    def toggle_look(self, look: str) -> bool:
        """Draw `compact` or `plain`, or no more; whether it is so now."""
        on = not self._app.has_class(f"-{look}")
        self._app.draw_as(look, on=on)
        return on

    def choose_theme(self, name: str) -> str:
        """Wear a theme; what became of it, in a few words. Raises `SelError`."""
        return self._app.comforts.choose_theme(name)

    def leave(self) -> None:
        """End the app."""
        self._app.exit()
