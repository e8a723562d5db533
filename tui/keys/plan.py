"""What a person's own keys come to: which count, and what is wrong with the others. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sel.errors import SelError, SettingError
from tui.keys.names import several, shown, writes

WHERE = "config.toml, [keys]"


@dataclass(frozen=True, slots=True)
class Action:
    """Something a key does in one place. An id may be in several places, and means the same there.

    `places` are all those in which the key is listened to; `typing` where people write in one of
    them, so that no key of writing can be had. `everywhere` for those of the app.
    `does` is Textual's name for it, `owner` the class that knows it.
    """

    id: str
    keys: tuple[str, ...]
    about: str
    place: str
    places: frozenset[str] = frozenset()
    typing: bool = False
    everywhere: bool = False
    more: str = ""
    does: str = ""
    owner: str = ""

    def meets(self, other: Action) -> bool:
        """Whether both can be meant at one moment."""
        return self.everywhere or other.everywhere or bool(self.places & other.places)


@dataclass(frozen=True, slots=True)
class Plan:
    """The person's keys that count, by id; what is to be told about the others; and ids whose
    wish could not be granted."""

    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[SelError, ...] = ()

    def keymap(self) -> dict[str, str]:
        """As Textual takes it."""
        return {name: ",".join(keys) for name, keys in self.keys.items()}


def settle(wishes: Mapping[str, str], actions: Sequence[Action]) -> Plan:
    """Grant what can be granted. A key that two actions in one place would have stays with the one
    that has it as usual, or that was named first."""
    problems: list[SelError] = []
    granted: dict[str, tuple[str, ...]] = {}
    for name, text in wishes.items():
        mine = [action for action in actions if action.id == name]
        keys, wrong = several(text)
        problem = _fault(name, mine, keys, wrong, actions) if text.strip() else None
        if problem is not None:
            problems.append(problem)
        elif keys:
            granted[name] = keys
    while clash := next(_clashes(granted, actions), None):
        mine_, other, key = clash
        loser = mine_.id
        del granted[loser]
        problems.append(
            SettingError(
                f'"{loser}" cannot have {shown(key)}: "{other.id}" has it ({other.about.lower()}).',
                where=WHERE,
                hint="Choose another key in /keys, or give that one another first.",
            )
        )
    return Plan(granted, tuple(problems))


def _fault(
    name: str,
    mine: Sequence[Action],
    keys: tuple[str, ...],
    wrong: tuple[str, ...],
    actions: Sequence[Action],
) -> SelError | None:
    """What is wrong with one wish by itself."""
    if not mine:
        near = _closest(name, sorted({action.id for action in actions}))
        guess = f'Did you mean "{near}"? ' if near else ""
        return SettingError(
            f'Nothing here is called "{name}".', where=WHERE, hint=f"{guess}/keys lists all."
        )
    if wrong:
        return SettingError(
            f'"{wrong[0]}" is no key; "{name}" keeps its usual one.',
            where=WHERE,
            hint='Keys are written like "f5", "ctrl+x" or "alt+up"; /keys takes them from you.',
        )
    typed = next((key for key in keys if writes(key)), "")
    if typed and any(action.typing for action in mine):
        return SettingError(
            f'"{name}" cannot have {shown(typed)}: it is needed for writing.',
            where=WHERE,
            hint="A function key, or a letter with Ctrl or Alt, can be had.",
        )
    return None


def _clashes(
    granted: Mapping[str, tuple[str, ...]], actions: Sequence[Action]
) -> Iterator[tuple[Action, Action, str]]:
    """(who took a key, who has it, too, the key); those named last first."""
    for name in reversed(list(granted)):
        for mine in (action for action in actions if action.id == name):
            gained = [key for key in granted[name] if key not in mine.keys]
            for other in actions:
                if other.id == name or not mine.meets(other):
                    continue
                has = granted.get(other.id, other.keys)
                for key in gained:
                    if key in has:
                        yield mine, other, key


def _closest(name: str, known: Sequence[str]) -> str:
    import difflib  # lazy: only a mistake needs it

    return next(iter(difflib.get_close_matches(name, known, n=1, cutoff=0.6)), "")
