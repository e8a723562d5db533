"""All agents: what each is for, where it is from, and what could not be used."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from sel.errors import SelError
from tui.screens.sheet import SheetScreen
from tui.text import one_line, visible

if TYPE_CHECKING:
    from sel.agent_events import AgentsView, AgentView
    from tui.screens.desk import ScreenDesk

COLUMN, WIDTH = 16, 64  # cells, at most
AROUND = 10  # cells of the screen beside them: the sheet's frame, air, a scrollbar
SOURCES = {"built-in": "built in", "own": "your own", "mcp": "from an MCP server"}
FOOT = (
    "/agent NAME words asks one; most are asked by what you say. Your own are Python files "
    "in the folder agents beside your settings."
)


class AgentsScreen(SheetScreen):
    """A list of one moment; open it again after a change."""

    def __init__(self, desk: ScreenDesk) -> None:
        super().__init__()
        self._desk = desk
        self._text = Static("…", markup=False)
        self._view: AgentsView | None = None

    def compose(self) -> Iterator[Widget]:
        """One block for each agent."""
        with self.sheet("agents"):
            yield self._text

    def on_mount(self) -> None:
        """Ask the brain, which looks at the person's folder first."""
        self.run_worker(self._look(), exit_on_error=False)

    async def _look(self) -> None:
        try:
            self._view = await self._desk.agents().look_at_agents()
        except SelError as error:
            self._text.update(error.sentence())
        self.on_resize()

    def on_resize(self) -> None:
        """There is more room now, or less."""
        if self._view is not None:
            self._text.update(told(self._view, min(self.app.size.width - AROUND, WIDTH)))


def told(view: AgentsView, width: int = WIDTH) -> Content:
    """The agents, in lines of `width` cells, then what could not be used."""
    blocks = [_block(agent, max(width, 2 * COLUMN)) for agent in view.agents]
    if view.problems:
        lines = [Content.styled(f"! {visible(one)}", "$warning") for one in view.problems]
        blocks.append(Content("\n").join([Content(""), *lines]))
    return Content("\n").join([*blocks, Content.styled(f"\n{FOOT}\n", "$quiet")])


def _block(agent: AgentView, width: int) -> Content:
    name = visible(one_line(agent.name, width))
    first, *more = textwrap.wrap(visible(agent.description), width - COLUMN) or [""]
    if len(name) >= COLUMN:
        first, more = "", [first, *more]
    kept = f"answers kept for {_span(agent.lasting)}" if agent.lasting else "new each time"
    source = SOURCES.get(agent.source, agent.source)
    indent = " " * COLUMN
    return Content.assemble(
        (name.ljust(COLUMN), "bold $sel"),
        ("\n".join([first, *(indent + line for line in more)]), "$foreground"),
        (f"\n{indent}{source}, {kept}", "$quiet"),
    )


def _span(seconds: float) -> str:
    if seconds >= 3600:
        return f"{seconds / 3600:g} h"
    return f"{seconds / 60:g} min" if seconds >= 60 else f"{seconds:g} s"
