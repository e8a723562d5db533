"""How `sel` reads its command line: a help that fits a screen, and one sentence for what is wrong.

Knows no command by name.
"""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NoReturn

from sel.cli.plain import safe

_SAYINGS = (
    (r"the following arguments are required: (.+)", r"\1 is missing."),
    (r"one of the arguments (.+) is required", r"One of \1 is needed."),
    (r"unrecognized arguments: (.+)", r"\1 is not known here."),
    (r"argument (\S+): expected one argument", r"\1 needs a value."),
    (r"argument (\S+): invalid int value: (.+)", r"\1: \2 is no whole number."),
    (r"argument (\S+): invalid float value: (.+)", r"\1: \2 is no number."),
    (r"argument (\S+): ignored explicit argument (.+)", r"\1 takes no value."),
    (r"ambiguous option: (\S+) could match (.+)", r"\1 could be \2."),
    (r"argument (\S+): (.+?)\.?", r"\1: \2."),
)
"""What argparse says and what is said in its place, the first that fits."""


class Parser(argparse.ArgumentParser):
    """A parser whose mistakes are told as SEL tells others, with what may have been meant.

    `otherwise` is the action of a command that is named alone: `sel models` lists them; `elsewhere`
    maps words that other programs use to SEL's; without `helped` it has no --help as yet.
    """

    _given: Sequence[str] = ()
    _mixing = False

    def __init__(
        self,
        *,
        helped: bool = True,
        otherwise: str = "",
        elsewhere: Mapping[str, str] = MappingProxyType({}),
        **options: Any,
    ) -> None:
        self._otherwise, self._elsewhere = otherwise, elsewhere
        options.setdefault("formatter_class", _Formatter)
        super().__init__(add_help=False, **options)
        if helped:
            add_help(self)

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Parse what it knows. `args` is always given: main has them, a command is handed its."""
        if self._mixing:
            return super().parse_known_args(args, namespace)
        self._given = list(args or ())
        asks = bool({"-h", "--help"} & set(self._given))
        if self._otherwise and not asks and all(one.startswith("-") for one in self._given[:1]):
            self._given = [self._otherwise, *self._given]
        parsed, unknown = super().parse_known_args(self._given, namespace)
        if unknown and not any(one.startswith("-") for one in unknown):
            parsed, unknown = self._mixed(namespace) or (parsed, unknown)
        if unknown:  # said here, where it is known which command it was given to
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return parsed, unknown

    def _mixed(self, namespace: Any) -> tuple[argparse.Namespace, list[str]] | None:
        """The same with flags between the words, of which some may be left out; None where argparse
        cannot. Not read so at once, as what follows `--` is lost then."""
        self._mixing = True  # argparse comes back to `parse_known_args` for flags, then for words
        try:
            return self.parse_known_intermixed_args(self._given, namespace)
        except TypeError:  # it has commands of its own, or words that exclude a flag
            return None
        finally:
            self._mixing = False

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in a sentence, and leave with 2."""
        said = next(
            (found.expand(into) for what, into in _SAYINGS if (found := _whole(what, message))),
            message,
        )
        self.exit(
            2, f"{self.prog}: {safe(said)}{self._maybe(said)} `{self.prog} --help` says more.\n"
        )

    def _maybe(self, said: str) -> str:
        flag = re.match(r"(--[\w-]+)\S* is not known", said)
        return meant(flag[1], self._option_string_actions) if flag else ""

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        choices = [str(one) for one in action.choices or ()]
        if not choices or str(value) in choices:
            return
        # A flag nobody knows leaves its value behind, which then stands where a command may.
        for one in self._given[: self._given.index(value) if value in self._given else 0]:
            if one.startswith("--") and not self._knows(one.partition("=")[0]):
                self.error(f"unrecognized arguments: {one}")
        other = self._elsewhere.get(str(value), "")
        near = f" It is `{self.prog} {other}` here." if other else meant(str(value), choices)
        if isinstance(action, argparse._SubParsersAction):
            among = near or f" There are: {', '.join(choices)}."
            said = f"there is no {action.metavar} {value!r}.{among}"
        else:
            said = f"{value!r} is none of {', '.join(choices)}.{near}"
        raise argparse.ArgumentError(None, said)

    def _knows(self, flag: str) -> bool:
        return any(known.startswith(flag) for known in self._option_string_actions)


class _Formatter(argparse.HelpFormatter):
    """argparse's, with names of commands where a command's name stands alone left out."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30)

    def _format_action(self, action: argparse.Action) -> str:
        if not isinstance(action, argparse._SubParsersAction):
            return super()._format_action(action)
        return "".join(map(super()._format_action, self._iter_indented_subactions(action)))


def add_help(group: argparse._ActionsContainer) -> None:
    """Give a parser, or one of its groups, the flag that shows its help."""
    group.add_argument("-h", "--help", action="help", help="show this help and leave")


def meant(given: str, known: Iterable[str]) -> str:
    """What may have been meant, as a sentence with a space before it; empty if nothing is near."""
    near = difflib.get_close_matches(given, list(map(str, known)), n=1)
    return f" Did you mean {near[0]}?" if near else ""


def _whole(pattern: str, message: str) -> re.Match[str] | None:
    return re.fullmatch(pattern, message, re.DOTALL)
