"""What makes the app a person's own: keys, colours, settings, and a word when they are away.

One of them per app. It changes the app, and the person's config.toml through `House`; it knows no
widget but the foot lines, which tell keys.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sel.errors import InputRefused, SelError
from tui import theme
from tui.keys import live
from tui.remembered import ME
from tui.screens.main import MainScreen
from tui.telling import Telling
from tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from sel.events import Event
    from tui.app import SelApp
    from tui.house import Facts, House
    from tui.keys.plan import Action, Plan
    from tui.themes.files import Folder, Found

SCREENS = ("help", "settings", "keys", "theme", "setup")
"""Those that are opened here."""
EVERY = 1.5
"""Seconds between two looks at the person's themes."""
AT_ONCE = ("theme", "mode", "notify", "pictures", "compact", "animations", "plain")
"""Settings whose change shows while SEL runs."""


class Comforts:
    """Keys, themes, settings and notices of one app."""

    def __init__(self, app: SelApp, house: House | None, notify: str) -> None:
        self._app, self._house = app, house
        self.notify = notify
        self.telling = Telling(self._write, os.environ)
        self.problems: tuple[SelError, ...] = ()
        """What is wrong with the person's keys."""
        self._folder: Folder | None = None
        self._before = self._tried_from = ""
        self._greeted = False
        self._wishes = dict(house.loaded.keys) if house is not None else {}
        self._begin_keys()

    @property
    def house(self) -> House:
        """The settings. Raises `InputRefused` where the app stands on none (a picture, a test)."""
        if self._house is None:
            raise InputRefused("There are no settings here.", hint="Start SEL with `sel`.")
        return self._house

    def settle_in(self) -> None:
        """After the first frame: what the person has of their own, and what is wrong with it."""
        self._all_themes()
        if self._house is None:
            return
        if self._wishes:
            self.plan()
            for problem in self.problems:
                self._app.main.desk.show_error(problem)
        from tui.themes.files import FOLDER, Folder

        self._folder = Folder(self._house.paths.config / FOLDER)
        self._look_at_themes()
        self.wear(self._house.loaded.settings.theme)
        self._app.set_interval(EVERY, self._look_at_themes)
        if self._house.new and not self._house.demo:  # the brain may take seconds to wake
            self._greeted = True
            self.look("setup")

    # ------------------------------------------------------------ keys

    def _begin_keys(self) -> None:
        """The keys as wished, as far as they are keys; whether they go together is seen later."""
        for known in (type(self._app), MainScreen, Prompt):
            live.learn(known.BINDINGS)
        found: dict[str, tuple[str, ...]] = {}
        if self._wishes:
            from tui.keys.names import several

            found = {name: several(text)[0] for name, text in self._wishes.items()}
        live.choose({name: keys for name, keys in found.items() if keys})

    def begin(self) -> None:
        """The app is there: its keys are the person's."""
        self._app.set_keymap(live.keymap())

    def actions(self) -> tuple[Action, ...]:
        """Everything a key does, anywhere."""
        from tui.keys.catalogue import actions

        return actions(type(self._app))

    def plan(self) -> Plan:
        """Settle the person's keys, and use what can be used."""
        from tui.keys.plan import settle

        plan = settle(self._wishes, self.actions())
        self.problems = plan.problems
        self._use(plan.keys)
        return plan

    def _use(self, keys: Mapping[str, tuple[str, ...]]) -> None:
        live.choose(keys)
        self._app.set_keymap(live.keymap())
        for screen in self._app.screen_stack:
            for widget in screen.walk_children():
                if isinstance(widget, live.TellsKeys):
                    widget.keys_changed()

    def give_key(self, name: str, keys: str | None) -> SelError | None:
        """Give an action these keys, or its usual ones (`None`), and keep that; what speaks
        against it, and then nothing is changed. Raises `SelError` where it cannot be kept."""
        from tui.keys.plan import settle

        wishes = {one: text for one, text in self._wishes.items() if one != name}
        if keys is not None:
            wishes[name] = keys
        before = {problem.title for problem in self.problems}
        news = [one for one in settle(wishes, self.actions()).problems if one.title not in before]
        if news:
            return news[0]
        self.house.keep_key(name, keys)
        self._wishes = wishes
        self.plan()
        return None

    # ------------------------------------------------------------ themes

    def themes(self) -> dict[str, str]:
        """Our own and the person's, each with a few words about it."""
        own = dict.fromkeys(self._folder.found, "your own") if self._folder is not None else {}
        return {**theme.ABOUT, **own}

    def first_theme(self, name: str) -> str:
        """The theme to begin with, registered; the plain dark one where there is none so called.
        One of the person's own is there before the first frame, too."""
        if name in theme.ABOUT and name not in self._app.available_themes:
            self._all_themes()
        if name not in self._app.available_themes and self._house is not None:
            from tui.themes.files import FOLDER, read

            path = self._house.paths.config / FOLDER / f"{name}.toml"
            with contextlib.suppress(SelError):  # told after the first frame
                self._app.register_theme(read(path).theme)
        return name if name in self._app.available_themes else theme.DARK.name

    def dress(self, wished: str) -> None:
        """Wear the first theme, as Textual's own watcher puts it on, but before any style is read:
        otherwise all of them would be read twice before the first frame."""
        app, name = self._app, self.first_theme(wished)
        app.set_reactive(type(app).theme, name)
        app.stylesheet.set_variables(app.get_css_variables())
        app._refresh_truecolor_filter(app.ansi_theme)
        dark = app.current_theme.dark
        app.set_class(dark, "-dark-mode")
        app.set_class(not dark, "-light-mode")
        app.add_class(f"-theme-{name}")

    def toggle_theme(self) -> None:
        """To the dark or light partner, and back to where one came from."""
        now, before = self._app.theme, self._before
        dark = self._app.current_theme.dark
        found = self._folder.found.get(now) if self._folder is not None else None
        partner = (found.partner if found is not None else "") or theme.other(now, dark=dark)
        if before in self._app.available_themes and self._partner_of(before) == now:
            partner = before
        self._before = now
        self.wear(partner)

    def _partner_of(self, name: str) -> str:
        known = self._app.available_themes.get(name)
        found = self._folder.found.get(name) if self._folder is not None else None
        own = found.partner if found is not None else ""
        return own or theme.other(name, dark=known is None or known.dark)

    def choose_theme(self, name: str) -> str:
        """Wear a theme from now on; what became of it, in a few words. Raises `SelError`."""
        self._all_themes()
        wanted = name.strip().lower().replace(" ", "-")
        known = {one.lower(): one for one in self._app.available_themes}
        found = known.get(wanted) or known.get(f"sel-{wanted}")
        if found is None:
            names = ", ".join(self.themes())
            raise InputRefused("There is no such theme.", hint=f"There are: {names}.")
        return self.change("theme", found)

    def wear(self, name: str) -> None:
        """Put it on, for now; one there is not is passed over."""
        if name in self._app.available_themes:
            self._app.theme = name

    def try_on(self, name: str) -> None:
        """Wear a theme for as long as it is looked at; "" for the one from before."""
        if name in self._app.available_themes:
            self._tried_from = self._tried_from or self._app.theme
            self.wear(name)
        elif self._tried_from:
            self.wear(self._tried_from)
            self._tried_from = ""

    def _all_themes(self) -> None:
        from tui.themes.own import THEMES

        for one in THEMES:
            if one.name not in self._app.available_themes:
                self._app.register_theme(one)

    def _look_at_themes(self) -> None:
        """Take up what was changed in the folder of themes."""
        if self._folder is None:
            return
        news, problems = self._folder.look()
        for found in news:
            self._take_up(found)
        for problem in (*(one for found in news for one in found.problems), *problems):
            self._app.main.desk.show_error(problem)

    def _take_up(self, found: Found) -> None:
        self._app.register_theme(found.theme)
        if self._app.theme == found.theme.name:
            self._app.mutate_reactive(type(self._app).theme)

    # ------------------------------------------------------------ settings

    def change(self, key: str, value: Any) -> str:
        """Give a setting a value (`None`: its default), keep it, and use it at once where that can
        be; a few words about it. Raises `SelError` where it is overruled or cannot be written."""
        from sel.config.settings import TABLE

        if self._house is not None:
            self._house.keep(key, value)
        new = TABLE[key].default if value is None else value
        self._apply(key, new)
        kept = "" if self._house is None or self._house.demo else ", kept in config.toml"
        when = "" if key in AT_ONCE else "; it counts from the next start"
        return f"{key} is {told(new)}{kept}{when}"

    @staticmethod
    def at_once(key: str) -> bool:
        """Whether a change of this setting shows while SEL runs."""
        return key in AT_ONCE

    def _apply(self, key: str, value: Any) -> None:
        if key == "theme":
            self.wear(value)
        elif key == "notify":
            self.notify = value
        elif key == "pictures":
            self._app.easel.wish = value
            self._app.main.conversation.draw_anew()
        elif key == "mode":
            from sel.events import SetMode

            self._app.main.desk.begin(SetMode(mode=value))
        elif key in AT_ONCE:
            self._app.draw_as(key, on=value)

    # ------------------------------------------------------------ screens

    def look(self, what: str, words: str = "") -> None:
        """Open help, settings, keys, theme or setup. Raises `SelError` where there is none."""
        app = self._app
        if what == "settings":
            from tui.screens.settings import SettingsScreen  # lazy, as are all below

            app.push_screen(SettingsScreen(self, words))
        elif what == "keys":
            from tui.screens.keys import KeysScreen

            app.push_screen(KeysScreen(self, words))
        elif what == "theme":
            from tui.palette import choose_theme

            choose_theme(app)
        elif what == "setup":
            from tui.screens.wizard import WizardScreen

            app.push_screen(WizardScreen(self))
        else:
            from tui.screens.help import HelpScreen

            app.push_screen(HelpScreen(app, app.screen, words))

    def show_models(self) -> None:
        """Open the models, which give roles at once."""
        self._app.main.desk.look("models")

    async def welcome(self) -> None:
        """Whether SEL may remember the person is shown; then the first steps, for somebody who was
        never here, or who asked for them."""
        house, brain = self._house, self._app.brain
        if house is None or brain is None:
            return
        state = ""
        with contextlib.suppress(SelError):  # a memory that cannot be read is told elsewhere
            state = await brain.consent(ME)
            self._app.main.desk.feed.allowed(state)
        known = house.demo or house.met or state not in ("", "unasked")
        if self._greeted or (known and not house.setup):
            return
        app = self._app
        busy = len(app.screen_stack) > 1 or bool(app.main.prompt.text) or app.begun
        if house.setup or not busy:  # who has begun already is not interrupted; another time
            self.look("setup")

    def welcomed(self) -> None:
        """They were here now."""
        if self._house is not None:
            self._house.welcomed()

    async def first_look(self) -> Facts:
        """What is there of the voice."""
        return await asyncio.to_thread(self._house.look) if self._house is not None else ()

    def help(self) -> None:
        """Open the help on what is on the screen; a second time closes it."""
        from tui.screens.help import HelpScreen

        if isinstance(self._app.screen, HelpScreen):
            self._app.pop_screen()
        else:
            self.look("help")

    # ------------------------------------------------------------ away

    def heard(self, batch: Sequence[Event]) -> None:
        """These events were shown; where a reply ended and nobody looks, say so."""
        if not self._app.app_focus and any(_ended(event) for event in batch):
            self.telling.ended(self.notify)

    def _write(self, words: str) -> None:
        driver = self._app._driver
        if driver is not None and not self._app.is_web:
            driver.write(words)
            driver.flush()


def _ended(event: Event) -> bool:
    from sel.events import DESK, TurnFailed, TurnFinished

    return isinstance(event, TurnFinished | TurnFailed) and event.channel == DESK


def told(value: object) -> str:
    """A setting's value in a word."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value) if value != "" else "empty"
