"""The personas: who SEL can be at the desk, each with its file to edit.

What can be used is kept a moment after the last key, and the next reply is that persona's. What
cannot be used stays here until it is mended; its problems are named with their lines.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static

from sel.errors import SelError
from sel.persona_events import CheckView, PersonaView
from sel.session_events import NewSession
from tui.commands import export
from tui.heard.reading import Worded
from tui.styles.sheets import FOLDER
from tui.text import one_line, visible
from tui.widgets.in_order import Field
from tui.widgets.lines import KeyLine
from tui.widgets.toml import TomlArea

if TYPE_CHECKING:
    from tui.screens.desk import ScreenDesk

QUIET = 0.8
"""Seconds after the last key before the text is kept."""
LOOK = 2.0
"""Seconds between two looks whether a file was changed elsewhere."""
AGAIN = 3.0
"""Seconds within which a second press removes."""
NAMED = 3
"""Problems named at once."""
LIST_KEYS = (
    ("↑↓", "choose", ""),
    ("Enter", "edit", "screen.edit"),
    ("u", "use", "screen.use"),
    ("n", "new", "screen.new"),
    ("x", "export a card", "screen.export"),
    ("d", "remove", "screen.remove"),
    ("Esc", "back", "screen.back"),
)
TEXT_KEYS = (("Ctrl+Z", "undo", ""), ("Esc", "to the list", "screen.back"))
NAME_KEYS = (("Enter", "begin it", ""), ("Esc", "leave it", "screen.back"))


class PersonaScreen(Screen[None]):
    """A list, and the file of the one that is chosen."""

    CSS_PATH = str(FOLDER / "persona.tcss")
    HORIZONTAL_BREAKPOINTS = [(0, "-small"), (70, "-narrow"), (100, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012
    AUTO_FOCUS = "#personas"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False, priority=True, id="persona.back"),
        Binding("u", "use", "Use", show=False, id="persona.use"),
        Binding("n", "new", "New", show=False, id="persona.new"),
        Binding("x", "export", "Export", show=False, id="persona.export"),
        Binding("d", "remove", "Remove", show=False, id="persona.remove"),
    ]
    drafts: ClassVar[dict[str, str]] = {}
    """Texts that could not be used when the screen was left, by persona: nothing is lost."""

    def __init__(self, desk: ScreenDesk) -> None:
        super().__init__()
        self._desk = desk
        self._list = OptionList(id="personas", markup=False)
        self._area = TomlArea(id="text")
        self._called = Field(placeholder="What shall it be called?", id="new-name", max_length=80)
        self._state = Static("", id="state", markup=False)
        self._note = Static("", id="note", markup=False)
        self._keys = KeyLine(LIST_KEYS)
        self._rows: Sequence[PersonaView] = ()
        self._shown = ""  # whose text is in the editor
        self._kept = ""  # as it lies in the file
        self._timer: Timer | None = None
        self._pressed = -math.inf  # never

    def compose(self) -> Iterator[Widget]:
        """The list at the left, the file at the right, what it comes to below."""
        with Horizontal(id="head"):
            yield Static("personas", id="name", markup=False)
            yield self._note
        with Horizontal(id="both"):
            yield self._list
            with Vertical(id="right"):
                yield self._called
                yield self._area
                yield self._state
        yield self._keys

    async def on_mount(self) -> None:
        """List them; the one in use is chosen."""
        self._called.display = False
        await self._fill()
        self.set_interval(LOOK, self._look)

    async def on_unmount(self) -> None:
        """Keep what can be used; what cannot waits for the next time."""
        if self._timer is not None:
            self._timer.stop()
        if self._area.text != self._kept and not await self._kept_now():
            self.drafts[self._shown] = self._area.text

    # ------------------------------------------------------------ the list

    async def _fill(self, chosen: str | None = None) -> None:
        try:
            self._rows = await self._desk.brain().personas()
        except SelError as error:
            self._say(error.sentence(), "$warning")
            return
        in_use = next((row.id for row in self._rows if row.in_use), "")
        wanted = in_use if chosen is None else chosen
        self._list.clear_options()
        self._list.add_options(
            [Worded(_told(row), _said(row), id=f"p-{row.id}") for row in self._rows]
        )
        ids = [row.id for row in self._rows]
        self._list.highlighted = ids.index(wanted) if wanted in ids else 0

    @on(OptionList.OptionHighlighted)
    async def _highlighted(self) -> None:
        row = self._row()
        if row is not None and (row.id != self._shown or not self._kept):
            await self._show(row)

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.action_edit()

    def _row(self) -> PersonaView | None:
        at = self._list.highlighted
        return self._rows[at] if at is not None and at < len(self._rows) else None

    # ------------------------------------------------------------ the text

    async def _show(self, row: PersonaView) -> None:
        """Put its file into the editor; what was in there is kept first."""
        if self._area.text != self._kept and not await self._kept_now():
            self.drafts[self._shown] = self._area.text
        try:
            text = await self._desk.brain().persona_text(row.id)
        except SelError as error:
            self._say(error.sentence(), "$warning")
            return
        self._shown, self._kept = row.id, text
        self._area.load_text(visible(self.drafts.pop(row.id, text)))
        self._note.update(one_line(visible(row.file or "it comes with SEL"), 200))
        self._check()

    @on(TomlArea.Changed)
    def _changed(self) -> None:
        if self._area.text == self._kept:
            return
        self._check()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(QUIET, self._keep)

    async def _keep(self) -> None:
        if self._area.text != self._kept and await self._kept_now():
            await self._fill(self._shown)
            self._check(kept=True)

    async def _kept_now(self) -> bool:
        """Keep the text, if it can be used; whether it could."""
        text = self._area.text
        try:
            brain = self._desk.brain()
            if not brain.check_persona(text).usable:
                return False
            await brain.save_persona(self._shown, text)
        except SelError as error:
            if self.is_attached:
                self._say(error.sentence(), "$warning")
            return False
        self._kept = text
        return True

    async def _look(self) -> None:
        """A file that was changed elsewhere is shown as it is now, unless something is being
        written here."""
        row = self._row()
        if row is None or self._area.text != self._kept:
            return
        try:
            text = await self._desk.brain().persona_text(row.id)
        except SelError:
            return
        if text != self._kept and self._shown == row.id and self._area.text == self._kept:
            at = self._area.cursor_location
            self._kept = text
            self._area.load_text(visible(text))
            self._area.move_cursor(at)
            self._check()
            self._list.replace_option_prompt_at_index(self._rows.index(row), _told(row))

    def _check(self, *, kept: bool = False) -> None:
        """Say what the text comes to."""
        try:
            view = self._desk.brain().check_persona(self._area.text)
        except SelError as error:
            self._say(error.sentence(), "$warning")
            return
        self._state.update(state(view, kept=kept or self._area.text == self._kept))

    def _say(self, words: str, colour: str = "$quiet") -> None:
        self._state.update(Content.styled(visible(words), colour))

    # ------------------------------------------------------------ keys

    def on_descendant_focus(self) -> None:
        """Other keys for the text than for the list."""
        if self._area.has_focus:
            self._keys.show(TEXT_KEYS)
        elif self._called.has_focus:
            self._keys.show(NAME_KEYS)
        else:
            self._keys.show(LIST_KEYS)

    def action_edit(self) -> None:
        """To the text."""
        self._area.focus()

    def action_back(self) -> None:
        """From the text to the list, from the list to the conversation."""
        if self._called.display:
            self._called.display = False
            self._list.focus()
        elif self._area.has_focus:
            self._list.focus()
        else:
            self.dismiss()

    async def action_use(self) -> None:
        """Begin a conversation with this one."""
        row = self._row()
        if row is None:
            return
        if self._area.text != self._kept and not await self._kept_now():
            self._check()
            return
        try:
            await self._desk.wish(NewSession(persona=row.id or "sel"))
        except SelError as error:
            self._say(error.sentence(), "$warning")
            return
        self.dismiss()

    def action_new(self) -> None:
        """Ask for a name."""
        self._called.value = ""
        self._called.display = True
        self._called.focus()

    @on(Input.Submitted, "#new-name")
    async def _named(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            id = await self._desk.brain().new_persona(event.value)
        except SelError as error:
            self._say(error.sentence(), "$warning")
            return
        self._called.display = False
        await self._fill(id)
        self.action_edit()

    async def action_export(self) -> None:
        """Write it as a character card, into the folder SEL was started in."""
        row = self._row()
        if row is None:
            return
        now = time.time()
        try:
            data = await self._desk.brain().export_persona(row.id, "png")
            name = export.default_name(now, row.id or "sel", "png")
            path = export.write_bytes(name, data, what="The card")
        except SelError as error:
            self._say(error.sentence(), "$warning")
            return
        self._say(f"The card is in {path}. `sel persona export` writes .json and .charx, too.")

    async def action_remove(self) -> None:
        """Take it away, at the second press."""
        row = self._row()
        if row is None or not row.id:
            self._say("SEL's own persona stays.")
            return
        now = time.monotonic()
        if now - self._pressed > AGAIN:
            self._pressed = now
            self._say(f"d again removes {row.name}, its card and its lorebook.", "$warning")
            return
        self._pressed = -math.inf
        try:
            await self._desk.brain().remove_persona(row.id)
        except SelError as error:
            self._say(error.sentence(), "$warning")
            return
        self.drafts.pop(row.id, None)
        self._kept = self._area.text  # it is not to be kept
        await self._fill("")


def _told(row: PersonaView) -> Content:
    """A persona in the list."""
    mark = ("● ", "$sel") if row.in_use else ("  ", "")
    name = one_line(visible(row.name), 24)
    more = f"\n  {row.tokens} tokens" + (f", {row.entries} lore" if row.entries else "")
    wrong = ("\n  ! cannot be used", "$warning") if row.problem else ("", "")
    return Content.assemble(mark, (name, "$foreground bold"), (more, "$quiet"), wrong)


def _said(row: PersonaView) -> str:
    """The same in words."""
    parts = (
        row.name,
        "in use" if row.in_use else "",
        f"{row.tokens} tokens",
        f"{row.entries} entries of lore" if row.entries else "",
        "cannot be used" if row.problem else "",
    )
    return ", ".join(filter(None, parts))


def state(view: CheckView, *, kept: bool) -> Content:
    """What a text comes to, in a few lines."""
    if not view.usable:
        first = Content.styled("Not kept yet: this cannot be used.", "$warning")
    else:
        temper = (
            f" · {' · '.join(one.split(' (')[0] for one in view.temper)}" if view.temper else ""
        )
        known = "kept" if kept else "…"
        first = Content.styled(f"{view.tokens} tokens in every prompt{temper} · {known}", "$quiet")
    lines = [first]
    for one in view.problems[:NAMED]:
        where = f"line {one.line}: " if one.line else ""
        lines.append(Content.styled(f"{where}{visible(one.text)}", "$warning"))
    if len(view.problems) > NAMED:
        lines.append(Content.styled(f"and {len(view.problems) - NAMED} more", "$warning"))
    return Content("\n").join(lines)
