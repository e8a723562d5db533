"""Every key there is, gathered from the classes that listen to it.

Imports all screens and widgets: for the keys screen, the help, and people with keys of their own;
never before the first frame.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Sequence
from functools import lru_cache
from types import ModuleType

from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

from tui.keys import live
from tui.keys.places import TALK, words_for
from tui.keys.plan import Action

EVERYWHERE = "everywhere"
_TYPING = ("MainScreen", "Prompt")


@lru_cache(maxsize=2)
def actions(app: type[App[object]]) -> tuple[Action, ...]:
    """All of them, those of the app first."""
    classes = [app, *sorted(_classes(), key=lambda one: words_for(one.__name__) != TALK)]
    screens = [one for one in classes if issubclass(one, Screen)]
    for one in classes:
        live.learn(one.__dict__["BINDINGS"])
    return tuple(action for one in classes for action in _of(one, app, screens))


def place_of(node: DOMNode) -> frozenset[str]:
    """The names of the class of a screen or widget, and of those it is made of."""
    return frozenset(one.__name__ for one in type(node).__mro__)


def _of(
    one: type[DOMNode], app: type[App[object]], screens: Sequence[type[DOMNode]]
) -> Iterator[Action]:
    found: dict[str, list[Binding]] = {}
    for binding in Binding.make_bindings(one.__dict__["BINDINGS"]):
        if binding.id:
            found.setdefault(live.named(binding.id), []).append(binding)
    everywhere = one is app
    for name, bindings in found.items():
        yield Action(
            id=name,
            keys=tuple(dict.fromkeys(binding.key for binding in bindings)),
            about=bindings[0].description or name,
            place=EVERYWHERE if everywhere else words_for(one.__name__),
            places=frozenset() if everywhere else _places(one, screens),
            typing=everywhere or one.__name__ in _TYPING,
            everywhere=everywhere,
            more=bindings[0].tooltip,
            does=bindings[0].action,
            owner=one.__name__,
        )


def _places(one: type[DOMNode], screens: Sequence[type[DOMNode]]) -> frozenset[str]:
    """The class, and the screens it is or is in: those whose modules name it."""
    homes = [
        screen
        for screen in screens
        if issubclass(screen, one) or one in vars(inspect.getmodule(screen) or object).values()
    ]
    return frozenset(cls.__name__ for cls in (one, *homes))


def _classes() -> Iterator[type[DOMNode]]:
    import tui.screens
    import tui.widgets

    for package in (tui.screens, tui.widgets):
        for found in sorted(_modules(package), key=lambda module: module.__name__):
            for one in vars(found).values():
                if (
                    inspect.isclass(one)
                    and issubclass(one, DOMNode)
                    and one.__module__ == found.__name__
                    and one.__dict__.get("BINDINGS")
                ):
                    yield one


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(info.name)
