"""Help: what one can do here, how to do what people want, and all else. Enter does it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.content import Content
from textual.screen import Screen

from tui import doing, howto
from tui.commands.table import TABLE
from tui.heard.signs import key_names
from tui.keys import live
from tui.keys.catalogue import EVERYWHERE, place_of
from tui.keys.names import shown
from tui.screens.finding import FindingScreen, Row
from tui.text import one_line

if TYPE_CHECKING:
    from tui.app import SelApp
    from tui.keys.plan import Action

COLUMN, QUESTION, ANSWER = 33, 48, 18
"""Cells of a key, of a question, and of its answer at least."""
HOW, COMMANDS = "How do I …", "Commands"
ANSWERS = "answer-"
"""How the ids of keys begin that mean something only while SEL asks."""
DRAGS = "Shift and drag: the terminal's selection."


class HelpScreen(FindingScreen):
    """Rows from the keys there are, the commands there are, and what people ask."""

    TITLE_HERE = "help"
    PLACEHOLDER = "what would you like to do?"
    KEYS: ClassVar[Sequence[tuple[str, str, str]]] = (
        ("↑↓", "choose", ""),
        ("Enter", "do it", "screen.choose"),
        ("/keys", "all keys", "app.keys"),
        ("Esc", "back", "screen.back"),
    )

    def __init__(self, app: SelApp, about: Screen[Any], words: str = "") -> None:
        """`about` is the screen from which help was asked for."""
        super().__init__(words)
        self._app, self._about_screen = app, about
        self._here = place_of(about).union(*map(place_of, about.walk_children()))
        self._actions = {f"key-{one.owner}-{one.id}": one for one in app.comforts.actions()}
        self._talks = about is app.main
        self._asked = bool(about.query("Ask"))

    def on_mount(self) -> None:
        """Say what this is help about."""
        super().on_mount()
        self.note(DRAGS)

    def rows(self) -> Sequence[Row]:
        """The screen one was on first, then everything else; from the conversation, where people
        begin, what they ask comes before."""
        here = [item for item in self._actions.items() if self._is_here(item[1])]
        own = place_of(self._about_screen)
        here.sort(key=lambda item: item[1].owner not in own)
        rest = [item for item in self._actions.items() if not self._is_here(item[1])]
        everywhere = [item for item in rest if item[1].everywhere]
        other = [item for item in rest if not item[1].everywhere]
        name = here[0][1].place if here else ""
        keys_here = [_key_row(*item, section=f"Here: {name}", room=self.room) for item in here]
        asked = list(self._questions())
        rows = [*asked, *keys_here] if self._talks else [*keys_here, *asked]
        commands = list(_commands(self.room))
        keys = [
            _key_row(*item, section=EVERYWHERE.capitalize(), room=self.room) for item in everywhere
        ]
        rows += [*commands, *keys] if self._talks else [*keys, *commands]
        return [
            *rows,
            *(_key_row(*item, section=f"In {item[1].place}", room=self.room) for item in other),
        ]

    def _can(self, answer: str) -> bool:
        return doing.can(self._app, answer)

    def _is_here(self, action: Action) -> bool:
        if action.id.startswith(ANSWERS) and not self._asked:
            return False
        return not action.everywhere and action.owner in self._here

    def _questions(self) -> Iterator[Row]:
        for number, how in enumerate(howto.HOW):
            answer = howto.answer(how, self._can)
            if answer:
                told = doing.way(answer)
                yield Row(
                    f"how-{number}",
                    _line(how.asks, told, self.room, wide=True),
                    f"{how.asks} {how.words} {told}".lower(),
                    HOW,
                    f"{how.asks}: {told}",
                )

    async def chosen(self, row: Row) -> None:
        """Do it, on the screen one came from."""
        kind, _, name = row.id.partition("-")
        self.dismiss()
        if kind == "how":
            answer = howto.answer(howto.HOW[int(name)], self._can)
            self._app.call_later(doing.go, self._app, answer)
        elif kind == "command":
            row_ = next(one for one in TABLE if one.id == name)
            ending = " " if row_.needs_argument else ""
            self._app.call_later(doing.go, self._app, f"/{row_.name}{ending}")
        else:
            self._app.call_later(doing.press, self._app, self._actions[row.id])


def _commands(room: int) -> Iterator[Row]:
    for row in TABLE:
        words = f"/{row.name} {row.title} {row.help} {howto.SYNONYMS.get(row.id, '')}".lower()
        said = f"{row.title}: {row.help}"
        yield Row(f"command-{row.id}", _line(row.title, row.help, room), words, COMMANDS, said)


def _key_row(name: str, action: Action, section: str, room: int) -> Row:
    has = live.keys(action.id, action.keys)
    keys = ", ".join(map(shown, has))
    about = action.about + (f": {action.more[:1].lower()}{action.more[1:]}" if action.more else "")
    if not section.endswith(action.place) and not action.everywhere:
        about += f" ({action.place})"
    words = f"{keys} {about} {action.id} {action.place} {howto.SYNONYMS.get(action.id, '')}"
    said = f"{key_names(has)}: {about}"
    return Row(name, _line(keys, about, room), words.lower(), section, said)


def _line(left: str, right: str, room: int, *, wide: bool = False) -> Content:
    width = min(QUESTION, max(room - ANSWER, 8)) if wide else min(COLUMN, room * 2 // 5)
    return Content.assemble(
        (one_line(left, width - 2).ljust(width), "$foreground"),
        (one_line(right, max(room - width, 1)), "$quiet"),
    )
