"""An app on which pictures are painted: where it reaches into Textual for its easel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual.app import App

from tui.graphics.easel import Easel

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.driver import Driver
    from textual.screen import Screen


class Canvas(App[None]):
    """An app with an easel."""

    def __init__(self) -> None:
        super().__init__()
        self.easel = Easel(self)

    def on_resize(self) -> None:
        """The terminal is of another size, in cells or in what they measure."""
        self.easel.anew()

    def _build_driver(self, *wanted: Any, **more: Any) -> Driver:
        driver = super()._build_driver(*wanted, **more)
        self.easel.terminal.listen(driver, lambda: self.call_later(self.easel.anew))
        return driver

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        super()._display(screen, self.easel.over(renderable))


def easel_of(app: App[Any]) -> Easel:
    """The easel of an app that has one."""
    return cast("Canvas", app).easel
