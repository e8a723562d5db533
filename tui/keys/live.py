"""Which keys an action has at this moment: what hints, foot lines and help say.

One keymap per process, as there is one app. Whoever says a key asks here by the action's id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, runtime_checkable

from textual.binding import Binding, BindingsMap, BindingType

from tui.keys.names import shown

_usual: dict[str, tuple[str, ...]] = {}
_own: dict[str, tuple[str, ...]] = {}
_ids: dict[str, set[str]] = {}
"""What a binding's id really is, by the name people write for it."""


def named(binding_id: str) -> str:
    """An id as people write it: a dot would begin a table in config.toml."""
    return binding_id.replace(".", "-")


def learn(bindings: Iterable[BindingType]) -> None:
    """These are the usual keys of their ids."""
    found: dict[str, list[str]] = {}
    for binding in Binding.make_bindings(bindings):
        if binding.id:
            found.setdefault(named(binding.id), []).append(binding.key)
            _ids.setdefault(named(binding.id), set()).add(binding.id)
    _usual.update({name: tuple(dict.fromkeys(keys)) for name, keys in found.items()})


def choose(keys: Mapping[str, tuple[str, ...]]) -> None:
    """The person's own keys are these; all others are as usual."""
    _own.clear()
    _own.update(keys)


def keymap() -> dict[str, str]:
    """The person's own keys, as Textual takes them."""
    return {one: ",".join(found) for name, found in _own.items() for one in _ids.get(name, {name})}


def keys(name: str, usual: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The keys of an id, the first of them the one to tell; `usual` where none was learnt."""
    return _own.get(name) or _usual.get(name) or usual


def key(name: str) -> str:
    """The key of an id, as people read it; "" where nothing has that id."""
    return shown(keys(name)[0]) if keys(name) else ""


def of_action(bindings: BindingsMap, action: str, told: str = "") -> str:
    """The key that does `action` among these, as people read it: `told` while that is one of them,
    else the first; `told` where no key does it."""
    found: list[str] = []
    for usual, binding in bindings:
        if binding.action == action:
            own = _own.get(named(binding.id or "")) or (usual,)
            found += [shown(one) for one in own]
    return found[0] if found and told not in found else told


@runtime_checkable
class TellsKeys(Protocol):
    """A widget that says keys, and says them anew when they change."""

    def keys_changed(self) -> None:
        """Some keys are others now."""
        ...
