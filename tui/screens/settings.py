"""Every setting: what it is, where that came from, why there is such a thing; and changing it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from sel.config.sections import in_order, section_of
from sel.config.settings import TABLE, Entry
from sel.errors import SelError
from tui.screens.finding import FindingScreen, Row
from tui.text import one_line, visible
from tui.widgets.in_order import Field

if TYPE_CHECKING:
    from tui.comforts import Comforts

NAME_COLUMN, VALUE_COLUMN, SOURCE_COLUMN = 24, 30, 11
HIDDEN = "set, not shown"


class SettingsScreen(FindingScreen):
    """The table of settings, to be searched and changed."""

    TITLE_HERE = "settings"
    PLACEHOLDER = "a setting, or what it is about"
    KEYS: ClassVar[Sequence[tuple[str, str, str]]] = (
        ("↑↓", "choose", ""),
        ("Enter", "change", "screen.choose"),
        ("", "default", "screen.default"),
        ("Esc", "back", "screen.back"),
    )
    WRITING: ClassVar[Sequence[tuple[str, str, str]]] = (
        ("Enter", "keep", "screen.keep"),
        ("Esc", "leave it", "screen.back"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+d", "default", "Default", show=False, priority=True, id="settings-default"),
    ]

    def __init__(self, comforts: Comforts, words: str = "") -> None:
        super().__init__(words)
        self._comforts, self._house = comforts, comforts.house
        self._about = Static("", id="about", markup=False)
        self._value = Field(id="value", compact=True, select_on_focus=False)
        self._value.cursor_blink = False
        self._choices = OptionList(id="choices", markup=False)
        self._value.display = self._choices.display = False
        self._changing: Entry | None = None
        self._worn = ""

    def below(self) -> Iterator[Widget]:
        """What the highlighted one is, and where it is changed."""
        yield self._about
        yield self._value
        yield self._choices

    def rows(self) -> Sequence[Row]:
        """All of the table, section by section."""
        return [self._row(TABLE[key]) for key in in_order(TABLE)]

    def _row(self, entry: Entry) -> Row:
        left = min(NAME_COLUMN, self.room * 2 // 5)
        right = min(VALUE_COLUMN, self.room - left - SOURCE_COLUMN)
        value = self._told(entry)
        own = self._house.value(entry) != entry.default
        source = self._house.source(entry.key)
        if source == "default":  # nothing stands beside it
            right = self.room - left
        return Row(
            entry.key,
            Content.assemble(
                (one_line(entry.key, left - 1).ljust(left), "$foreground"),
                (
                    one_line(visible(value), max(right - 2, 1)).ljust(right),
                    "bold $sel" if own else "$foreground",
                ),
                ("" if source == "default" else source, "$quiet"),
            ),
            f"{entry.key} {entry.key.replace('_', ' ')} {value} {source} {entry.rule.help} "
            f"{' '.join(entry.envs)} {section_of(entry.key)}".lower(),
            section_of(entry.key),
        )

    def _told(self, entry: Entry) -> str:
        """The value in words; of a secret, only whether there is one."""
        value = entry.shown(self._house.loaded.settings)
        if isinstance(value, bool):
            return "on" if value else "off"
        if value == 0 and entry.rule.zero:
            return entry.rule.zero
        return str(value) if value != "" else (entry.rule.empty or "–")

    # ------------------------------------------------------------ about one

    def looked_at(self, row: Row | None) -> None:
        """What it is for, what it takes, where its value is from."""
        self._about.display = row is not None
        if row is None or self._changing is not None:
            return
        entry = TABLE[row.id]
        pinned = self._house.pinned(entry.key)
        source = (
            f"This value comes {pinned}, which counts more than config.toml: change it there."
            if pinned
            else f"default: {_default(entry)}"
        )
        self._about.update(
            Content.assemble(
                (f"{_plain(entry.rule.help)}\n", "$foreground"),
                (f"takes {self._takes(entry)}\n", "$quiet"),
                (source, "$warning" if pinned else "$quiet"),
                (
                    ""
                    if self._comforts.at_once(entry.key) or pinned
                    else "   counts from the next start",
                    "$quiet",
                ),
            )
        )

    def _takes(self, entry: Entry) -> str:
        listed = self._options(entry) and not entry.rule.choices
        return "one of those that Enter shows" if listed else _plain(entry.accepted)

    # ------------------------------------------------------------ changing it

    async def chosen(self, row: Row) -> None:
        """Turn a switch, or open what changes it."""
        entry = TABLE[row.id]
        if words := self._house.pinned(entry.key):
            self.say(f"{entry.key} comes {words}: change it there.")
        elif entry.kind is bool:
            self._change(entry, not self._house.value(entry))
        elif options := self._options(entry):
            self._open_choices(entry, options)
        else:
            self._open_value(entry)

    def _options(self, entry: Entry) -> dict[str, str]:
        if entry.key == "theme":
            return self._comforts.themes()
        return dict.fromkeys(entry.rule.choices, "")

    def _open_choices(self, entry: Entry, options: dict[str, str]) -> None:
        now = str(self._house.value(entry))
        self._changing, self._worn = entry, self.app.theme
        self._choices.set_options(
            Option(
                Content.assemble((name.ljust(NAME_COLUMN), "$foreground"), (about, "$quiet")),
                id=f"c-{name}",
            )
            for name, about in options.items()
        )
        if now in options:
            self._choices.highlighted = list(options).index(now)
        self._open(self._choices)

    def _open_value(self, entry: Entry) -> None:
        self._changing = entry
        self._value.password = entry.rule.secret
        self._value.value = "" if entry.rule.secret else str(self._house.value(entry))
        self._value.placeholder = "empty: the default" if not entry.rule.secret else HIDDEN
        self._open(self._value)

    def _open(self, widget: Widget) -> None:
        widget.display = True
        widget.focus()
        self.foot.hush()
        self.foot.show(self.WRITING)

    @on(Input.Changed, "#value")
    def _checked(self) -> None:
        """Whether what is written so far would be taken."""
        entry = self._changing
        if entry is None:
            return
        good = self._parsed(entry) is not None
        words = "Enter keeps it" if good else f"it takes {_plain(entry.accepted)}"
        self._about.update(
            Content.assemble(
                (f"{entry.key}\n", "bold $sel"),
                (f"{_plain(entry.rule.help)}\n", "$foreground"),
                (words, "$success" if good else "$warning"),
            )
        )

    def _parsed(self, entry: Entry) -> tuple[Any] | None:
        try:
            return (entry.parse(self._value.value),)
        except (ValueError, TypeError, OverflowError):
            return None

    @on(OptionList.OptionHighlighted, "#choices")
    def _tried(self, event: OptionList.OptionHighlighted) -> None:
        """A theme is worn while one looks at it."""
        event.stop()
        name = (event.option_id or "").removeprefix("c-")
        if self._changing is not None and self._changing.key == "theme":
            self._comforts.wear(name)

    @on(OptionList.OptionSelected, "#choices")
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self._changing is not None:
            self._change(self._changing, (event.option_id or "").removeprefix("c-"))

    @on(Input.Submitted, "#value")
    def action_keep(self) -> None:
        """Keep what was written or chosen, if it can be."""
        entry = self._changing
        if entry is None:
            return
        if self._choices.display:
            self._choices.action_select()
        elif (found := self._parsed(entry)) is not None:
            empty = not self._value.value.strip()
            self._change(entry, None if empty else found[0])

    def action_default(self) -> None:
        """The default again."""
        row = self.row
        if row is not None and self._changing is None:
            self._change(TABLE[row.id], None)

    def _change(self, entry: Entry, value: Any) -> None:
        try:
            words = self._comforts.change(entry.key, value)
        except SelError as error:
            words = error.sentence()
        self._worn = self.app.theme
        self._close()
        self.say(words)
        self.fill()

    def _close(self) -> None:
        if self._changing is not None and self._changing.key == "theme":
            self._comforts.wear(self._worn)
        self._changing = None
        self._value.display = self._choices.display = False
        self._search.focus()
        self.foot.show(self.KEYS)
        self.looked_at(self.row)

    # ------------------------------------------------------------ keys

    def action_move(self, by: int) -> None:
        """Among the choices while they are open, else among the settings."""
        if self._choices.display:
            (self._choices.action_cursor_up if by < 0 else self._choices.action_cursor_down)()
        elif self._changing is None:
            super().action_move(by)

    def action_back(self) -> None:
        """Leave what is being changed as it was; else as everywhere."""
        if self._changing is not None:
            self._close()
        else:
            super().action_back()


def _plain(words: str) -> str:
    """Without the marks of the page of settings."""
    return words.replace("`", "")


def _default(entry: Entry) -> str:
    if isinstance(entry.default, bool):
        return "on" if entry.default else "off"
    if entry.default == 0 and entry.rule.zero:
        return f"0 ({entry.rule.zero})"
    return str(entry.default) if entry.default != "" else (entry.rule.empty or "empty")
