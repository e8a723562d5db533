"""The app: it wakes the brain after its first frame, shows its events, submits wishes.

What goes wrong in here is logged by kind and place, never with anybody's words, and said in one
sentence. A failure that cannot be survived ends the app with the terminal as it was before.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import on
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette, Provider
from textual.constants import TEXTUAL_ANIMATIONS
from textual.events import AppFocus
from textual.screen import Screen

from sel.errors import SelError
from tui import theme
from tui.comforts import Comforts
from tui.graphics.canvas import Canvas
from tui.in_turn import InTurn
from tui.keys import live
from tui.pace import Show, paced
from tui.screens.main import MainScreen
from tui.styles.sheets import FOLDER
from tui.terminal import Terminal

if TYPE_CHECKING:
    from textual.driver import Driver

    from sel.events import Command, Event
    from tui.house import House
    from tui.port import BrainMaker, BrainPort, FaceSettings, LogPort

__all__ = ["House", "SelApp"]

log = logging.getLogger(__name__)

ELSEWHERE = frozenset(("look_or_close", "find", "new_session"))
"""Actions that leave for another screen."""
AGAIN = 2.0
"""Seconds within which a second Ctrl+C leaves."""
STOP_SECONDS = 10.0
LAST_SECONDS = 20.0
"""A signal ends the process after so many seconds, whatever still holds it (a terminal that is gone
may keep what writes to it waiting)."""
SORRY = "SEL's screen ran into a mistake of its own and closed. Its log has the details."


def _commands() -> type[Provider]:
    from tui.palette import SelCommands  # lazy: the palette is not part of the first frame

    return SelCommands


def _warm() -> None:
    """Import what the first reply will need, while nobody waits for it, and remove what was copied
    into a file by a SEL that could not do it itself."""
    import pygments.lexers.python  # type: ignore[import-untyped]  # noqa: F401

    import tui.markdown.growing  # noqa: F401
    from tui import copying

    copying.forget(copying.where())


class SelApp(InTurn, Canvas):
    """SEL's face in the terminal."""

    TITLE = "SEL"
    CSS_PATH: ClassVar = [str(FOLDER / f"{name}.tcss") for name in ("app", "main")]
    COMMANDS: ClassVar = {_commands}
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", priority=True, id="help"),
        Binding("ctrl+s", "look_or_close('home')", "Conversations", priority=True, id="home"),
        Binding("ctrl+n", "new_session", "New conversation", priority=True, id="new"),
        Binding("ctrl+f", "find", "Find", priority=True, id="find"),
        Binding("f3", "look_or_close('memories')", "Memory", priority=True, id="memories"),
        Binding("ctrl+l", "look_or_close('log')", "Log", priority=True, id="log"),
        Binding(
            "ctrl+o",
            "look_or_close('channels')",
            "Channels",
            priority=True,
            tooltip="SEL on Discord",
            id="channels",
        ),
        Binding(
            "f10", "look_or_close('mind')", "Mind", priority=True, tooltip="How SEL is", id="mind"
        ),
        Binding("f11", "look_or_close('models')", "Models", priority=True, id="models"),
        Binding("ctrl+t", "toggle_theme", "Theme", tooltip="Dark or light", id="theme"),
        Binding("ctrl+q", "quit", "Quit", priority=True, id="quit"),
        Binding("ctrl+p", "command_palette", "Palette", priority=True, id="palette"),
        Binding("ctrl+c", "stop_or_leave", "Stop", show=False, id="stop-or-leave"),
    ]

    def __init__(
        self,
        brain: BrainPort | BrainMaker,
        settings: FaceSettings,
        log: LogPort | None = None,
        log_file: str = "",
        house: House | None = None,
    ) -> None:
        """`brain`, or what builds one; then it is built after the first frame. `log_file` is where
        the whole log is, `house` where the settings are kept."""
        super().__init__()
        self._log_port, self._log_file = log, log_file
        for item in theme.THEMES:
            self.register_theme(item)
        self.comforts = Comforts(self, house, settings.notify)
        self.comforts.dress(settings.theme)
        for key in ("compact", "plain", "animations"):
            self.draw_as(key, on=getattr(settings, key))
        self.easel.wish = settings.pictures
        self._given, self._aloud = brain, settings.tts_default
        self.brain: BrainPort | None = None
        self._brain_there = asyncio.Event()
        self._order = asyncio.Lock()
        self.begun = False  # whether anything was said here
        self.lost: SelError | None = None  # why there will be no brain
        self._pressed = float("-inf")  # never
        self._last_resort: threading.Timer | None = None

    def get_default_screen(self) -> Screen[Any]:
        """The one screen."""
        self.main = MainScreen()
        return self.main

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our colour names for themes that do not have them."""
        return theme.own_variables(self.current_theme.dark)

    # ------------------------------------------------------------ the brain

    def on_mount(self) -> None:
        """Draw first, wake the brain then."""
        self._catch_signals()
        self.comforts.begin()
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self.comforts.settle_in()
        if self.has_class("-plain"):
            self._heard()
        # What greets somebody new is drawn first.
        self.screen.call_after_refresh(self.run_worker, self._live, "brain", exit_on_error=False)

    async def _live(self) -> None:
        """Wake the brain and show its events until it is gone."""
        try:
            brain = self._given() if callable(self._given) else self._given
            subscription = brain.subscribe()
            self.brain = brain
            await brain.start()
        except Exception as error:  # noqa: BLE001 - the face's edge: said in a sentence, logged by kind
            self._give_up(error)
            return
        self._brain_there.set()
        self.run_worker(self.comforts.welcome(), exit_on_error=False)
        self.run_worker(_warm, thread=True, exit_on_error=False)
        if self._aloud:
            self.run_worker(self.main.desk.run_command("voice", "on"), exit_on_error=False)
        await paced(subscription, self.safely(self._show))

    async def awake(self) -> BrainPort | None:
        """The brain, once it is there; None where there will be none."""
        await self._brain_there.wait()
        return None if self.lost else self.brain

    def _show(self, batch: Sequence[Event]) -> None:
        self.main.apply(batch)
        self.comforts.heard(batch)

    def safely(self, show: Show) -> Show:
        """The same, but that what cannot be drawn is said in a few words."""

        def shown(batch: Sequence[Event]) -> None:
            try:
                show(batch)
            except Exception as error:  # noqa: BLE001 - one event that cannot be drawn must not stop the rest
                self._note_down(error)
                self.main.whisper("something could not be shown; the log has the details")

        return shown

    def _give_up(self, error: Exception) -> None:
        """There will be no brain: say so, and refuse what was sent to it."""
        self._note_down(error)
        if not isinstance(error, SelError):
            error = SelError("SEL could not wake.", hint="Its log has the details.")
        self.lost = error
        self._brain_there.set()
        self.main.desk.give_up(error)

    async def submit(self, command: Command) -> None:
        """Hand a command to the brain, in order. Raises `SelError` where it is refused."""
        from sel.events import SendMessage  # lazy: not part of the first frame

        self.begun |= isinstance(command, SendMessage)
        async with self._order:
            await self.submit_apart(command)

    async def submit_apart(self, command: Command) -> None:
        """Hand over a command that may take seconds, and that no message waits for. Raises
        `SelError` where it is refused."""
        await self._brain_there.wait()
        if self.lost is not None:
            raise self.lost
        if self.brain is not None:
            await self.brain.submit(command)

    async def on_unmount(self) -> None:
        """The brain goes when the screen goes, and what was copied or written down for it."""
        from tui import copying

        copying.forget(copying.where())
        self.comforts.telling.looked()
        self.main.desk.attaching.close()
        if self.brain is not None:
            brain, self.brain = self.brain, None
            try:
                await asyncio.wait_for(brain.stop(), STOP_SECONDS)
            except (TimeoutError, SelError) as error:
                self._note_down(error)

    # ------------------------------------------------------------ keys

    def look(self, what: str, words: str = "") -> None:
        """Open a screen; see `tui.looking`."""
        from tui.looking import look  # lazy: not part of the first frame

        look(self, what, words)

    @property
    def log_port(self) -> tuple[LogPort | None, str]:
        """The last lines of the log, and where the whole of it is."""
        return self._log_port, self._log_file

    def action_help(self) -> None:
        """Open the help on what is on the screen, or close it."""
        self.comforts.help()

    def action_keys(self) -> None:
        """Open the keys."""
        self.look("keys")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a key is waited for, it means nothing else; the first steps are left by their own
        keys, not for another screen."""
        if getattr(self.screen, "catches", False):
            return False
        if getattr(self.screen, "alone", False) and action in ELSEWHERE:
            return False
        return super().check_action(action, parameters)

    def draw_as(self, key: str, *, on: bool) -> None:
        """Draw `compact`, `plain`, or with `animations` from now on: the app's classes say so,
        `-compact`, `-plain` and, where nothing moves, `-still`."""
        if key == "animations":
            self.animation_level = TEXTUAL_ANIMATIONS if on else "none"
            self.set_class(not on, "-still")
        else:
            self.set_class(on, f"-{key}")
            if key == "plain" and self.is_running:
                self._heard()

    def _heard(self) -> None:
        """The screen is heard from now on, or no more."""
        from tui import hearing  # lazy: few need it

        hearing.change(self)

    def action_toggle_compact(self) -> None:
        """Draw close together, or with air."""
        self.draw_as("compact", on=not self.has_class("-compact"))

    def action_find(self) -> None:
        """Find in all conversations, or close it."""
        self.action_look_or_close("find")

    async def action_new_session(self) -> None:
        """Begin another conversation."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        await self.main.desk.run_command("new")

    def action_look_or_close(self, what: str) -> None:
        """Open a screen, or close it."""
        from tui.looking import is_it  # lazy: not part of the first frame

        if is_it(self.screen, what):
            self.pop_screen()
            return
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.look(what)

    def action_toggle_theme(self) -> None:
        """Dark to light, light to dark."""
        self.comforts.toggle_theme()

    async def action_stop_or_leave(self) -> None:
        """Ctrl+C with nothing selected: stop the reply; twice in a row leaves."""
        now = time.monotonic()
        if now - self._pressed < AGAIN:
            self.exit()
            return
        self._pressed = now
        await self.main.desk.stop()
        self.main.whisper(f"{live.key('stop-or-leave')} again to leave")

    @on(AppFocus)
    def _looked(self) -> None:
        self.comforts.telling.looked()

    def action_help_quit(self) -> None:
        """Textual's own answer to Ctrl+C, made ours."""
        self.run_worker(self.action_stop_or_leave())

    def get_system_commands(self, screen: Screen[Any]) -> Iterator[SystemCommand]:  # noqa: ARG002
        """None of Textual's own: ours come from `tui.palette`."""
        yield from ()

    @on(CommandPalette.OptionHighlighted)
    def _looked_at(self, event: CommandPalette.OptionHighlighted) -> None:
        hit = getattr(event.highlighted_event.option, "hit", None)
        self.comforts.try_on(getattr(getattr(hit, "command", None), "name", ""))

    @on(CommandPalette.Closed)
    def _palette_closed(self) -> None:
        self.comforts.try_on("")

    def copy_to_clipboard(self, text: str, what: str = "") -> None:
        """Copy text by all ways there are, and say which went; `what` names it ("reply")."""
        from tui import copying

        text = copying.clean(text)
        super().copy_to_clipboard(text)
        self.main.desk.copy_further(text, what)

    # ------------------------------------------------------------ edges

    def _build_driver(self, *wanted: Any, **more: Any) -> Driver:
        driver = super()._build_driver(*wanted, **more)
        if (file := getattr(driver, "_file", None)) is not None:
            driver._file = Terminal(file)  # type: ignore[attr-defined]
        return driver

    def _catch_signals(self) -> None:
        """A signal leaves as Ctrl+Q does, so that the terminal is put right."""
        loop = asyncio.get_running_loop()
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                self._catch(loop, number)

    def _catch(self, loop: asyncio.AbstractEventLoop, number: signal.Signals) -> None:
        try:
            loop.add_signal_handler(number, self._leave)
        except (NotImplementedError, RuntimeError, ValueError):
            log.info("signals cannot be caught here")  # Windows, or not in the main thread

    def _leave(self) -> None:
        if self._last_resort is None:
            self._last_resort = threading.Timer(LAST_SECONDS, os._exit, (1,))
            self._last_resort.daemon = True
            self._last_resort.start()
        self.exit()

    async def _shutdown(self) -> None:
        await super()._shutdown()
        if self._last_resort is not None:
            self._last_resort.cancel()

    def _handle_exception(self, error: Exception) -> None:
        """Textual's last resort prints a traceback with local variables: a person's words."""
        self._note_down(error)
        self._return_code = 1
        if self._exception is None:  # what run_test looks at
            self._exception = error
            self._exception_event.set()
        self._exit_renderables = [Text(SORRY)]
        self._close_messages_no_wait()

    @staticmethod
    def _note_down(error: BaseException) -> None:
        log.error("the face failed", exc_info=error)
