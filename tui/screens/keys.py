"""All keys: what each does and where, and another one for it where a person likes that better."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.events import Key
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from sel.errors import SelError
from tui.heard.signs import key_names
from tui.keys import live
from tui.keys.names import shown
from tui.screens.finding import FindingScreen, Row
from tui.styles.sheets import FOLDER
from tui.text import one_line

if TYPE_CHECKING:
    from tui.comforts import Comforts
    from tui.keys.plan import Action

KEYS_LEAST, ABOUT_COLUMN, ID_COLUMN = 14, 24, 20
PROBLEM = "problem"


class KeysScreen(FindingScreen):
    """Every action with its keys and its id."""

    TITLE_HERE = "keys"
    PLACEHOLDER = "a key, a name, or what it does"
    KEYS: ClassVar[Sequence[tuple[str, str, str]]] = (
        ("↑↓", "choose", ""),
        ("Enter", "another key", "screen.choose"),
        ("Esc", "back", "screen.back"),
    )

    def __init__(self, comforts: Comforts, words: str = "") -> None:
        super().__init__(words)
        self._comforts = comforts
        self._actions = {_row_id(action): action for action in comforts.actions()}

    def rows(self) -> Sequence[Row]:
        """What is wrong, then all actions by where they work."""
        wrong = [_wrong(number, one) for number, one in enumerate(self._comforts.problems)]
        told = (_told(live.keys(one.id, one.keys)) for one in self._actions.values())
        longest = max(map(len, told), default=0) + 2
        left = min(max(self.room - ABOUT_COLUMN - ID_COLUMN, KEYS_LEAST), longest)
        return [*wrong, *(_row(*one, room=self.room, left=left) for one in self._actions.items())]

    def looked_at(self, row: Row | None) -> None:
        """Say more of the highlighted one."""
        action = self._actions.get(row.id) if row is not None else None
        in_file = f"in config.toml: [keys] {action.id} = …" if action is not None else ""
        self.note((action.more if action is not None else "") or in_file)

    async def chosen(self, row: Row) -> None:
        """Ask for the new key."""
        action = self._actions.get(row.id)
        if action is not None:
            self.app.push_screen(CatchScreen(action), lambda key: self._caught(action, key))

    def _caught(self, action: Action, key: str | None) -> None:
        """A key was pressed: "" means the usual ones again, None that nothing is to change."""
        if key is None:
            return
        try:
            against = self._comforts.give_key(action.id, key or None)
        except SelError as error:
            against = error
        if against is not None:
            self.say(against.sentence())
        else:
            self.say(f"{action.about}: {_told(live.keys(action.id, action.keys))}")
        self.fill()


class CatchScreen(ModalScreen[str | None]):
    """Waits for one key. No key means anything else meanwhile."""

    CSS_PATH = str(FOLDER / "comfort.tcss")
    catches = True

    def __init__(self, action: Action) -> None:
        super().__init__()
        self._action = action

    def compose(self) -> Iterator[Widget]:
        """What is asked."""
        now = _told(live.keys(self._action.id, self._action.keys))
        box = Static(
            Content.assemble(
                ("Press the new key for this.\n\n", "$foreground"),
                (f"now {now}, usually {_told(self._action.keys)}", "$quiet"),
            ),
            id="catch",
            markup=False,
        )
        box.border_title = f"{self._action.about} ({self._action.id})"
        box.border_subtitle = (
            "[@click=screen.usual]Backspace: the usual[/]   [@click=screen.leave]Esc: leave it[/]"
        )
        yield box

    def on_key(self, event: Key) -> None:
        """That one."""
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.dismiss(None)
        elif event.key == "backspace":
            self.dismiss("")
        else:
            sign = event.character if event.is_printable else None
            self.dismiss(sign or event.key)

    def action_usual(self) -> None:
        """A click: the usual keys again."""
        self.dismiss("")

    def action_leave(self) -> None:
        """A click: nothing is to change."""
        self.dismiss(None)


def _row_id(action: Action) -> str:
    return f"{action.owner}-{action.id}"


def _row(name: str, action: Action, *, room: int, left: int) -> Row:
    """One action; `left` cells are its keys'."""
    about = ABOUT_COLUMN
    now = live.keys(action.id, action.keys)
    keys, own = _told(now), now != action.keys
    mark = "$sel" if own else "$foreground"
    usual = f", usually {key_names(action.keys)}" if own else ""
    return Row(
        name,
        Content.assemble(
            (one_line(keys, left - 2).ljust(left), f"bold {mark}"),
            (one_line(action.about, about - 2).ljust(about), "$foreground"),
            (one_line(action.id, max(room - left - about, 1)), "$quiet"),
        ),
        f"{keys} {action.id} {action.about} {action.more} {action.place}".lower(),
        action.place,
        f"{key_names(now)}: {action.about}{usual}, called {action.id}",
    )


def _wrong(number: int, problem: SelError) -> Row:
    words = problem.sentence()
    return Row(
        f"{PROBLEM}-{number}", Content.styled(f"! {words}", "$warning"), words.lower(), "to mend"
    )


def _told(keys: Sequence[str]) -> str:
    return ", ".join(map(shown, keys))
