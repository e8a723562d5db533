"""`sel memory consent [on|off|status]`, and asking for it where another command needs it."""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING

from sel.cli.memory_home import YOU, add_command, asked, beside, opened, tell
from sel.cli.memory_words import ANSWERS, receipt_sentence, said
from sel.cli.sessions_forget import kept_talks
from sel.counting import counted_all
from sel.errors import SettingError

if TYPE_CHECKING:
    from sel.memory.library import Library

_STATES = {
    "unasked": "SEL has not asked {who} yet; nothing is kept.",
    "not_now": "{Who} said not now; nothing is kept.",
    "given": "SEL may remember {who}.",
    "never": "{Who} said never; nothing is kept.",
    "withdrawn": "{Who} took it back; nothing new is kept.",
}


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(actions, "consent", "whether SEL may remember somebody", run_consent)
    parser.add_argument("what", nargs="?", choices=("on", "off", "status"), default="status")
    both = parser.add_mutually_exclusive_group()
    both.add_argument("--keep", action="store_true", help="with off: keep what there is")
    both.add_argument("--erase", action="store_true", help="with off: erase what there is")


def run_consent(args: argparse.Namespace) -> int:
    """Show or change it; the exit code."""
    if args.what != "off" and (args.keep or args.erase):
        raise SettingError("--keep and --erase go with `off`.")
    with opened(args) as library:
        if args.what == "on":
            beside(_wording(args))
            library.answer(args.person, "yes", time.time())
        elif args.what == "off":
            _withdraw(library, args)
        tell(state_sentence(library, args.person))
        if args.what == "status" and library.consent(args.person) != "given":
            beside("`sel memory consent on` says what would be kept, and where, and lets SEL.")
    return 0


def ensure(library: Library, args: argparse.Namespace) -> bool:
    """Whether SEL may remember this person now; asks at the terminal unless `--yes` answers.

    Raises `SettingError` where nobody sits there.
    """
    person: str = args.person
    if library.consent(person) == "given":
        return True
    beside(_wording(args))
    typed = (
        "yes" if args.yes else asked(f"May SEL remember {_who(person)}? (yes/not now/never)", _HINT)
    )
    answer = ANSWERS.get(said(typed), "not_now")
    library.answer(person, answer, time.time())
    if answer != "yes":
        beside("Then nothing is kept.")
    return answer == "yes"


def state_sentence(library: Library, person: str) -> str:
    """The state of consent in words."""
    sentence = _STATES[library.consent(person)]
    return sentence.format(who=_who(person), Who="You" if person == YOU else person)


def _withdraw(library: Library, args: argparse.Namespace) -> None:
    """Stop; what there is stays unless somebody says to erase it."""
    erase = args.erase
    if not (args.keep or args.erase) and _has_any(library, args):
        erase = _erases(_all_of(library, args))
    receipt = library.answer(
        args.person, "withdraw_erase" if erase else "withdraw_keep", time.time()
    )
    if receipt is not None:
        tell(receipt_sentence(receipt.counts))
    elif _has_any(library, args):
        beside("What there is was kept; `sel memory forget --all` erases it.")


def _has_any(library: Library, args: argparse.Namespace) -> bool:
    """Whether anything of theirs is kept; conversations may be, where no memory is."""
    return args.person in library.persons() or kept_talks(library, args.paths, args.person) > 0


def _all_of(library: Library, args: argparse.Namespace) -> str:
    person: str = args.person
    count, notes = len(library.memories(person, history=True)), library.count_notes(person)
    return counted_all(count, notes, kept_talks(library, args.paths, person))


def _erases(all_of_it: str) -> bool:
    question = f"Keep what there is ({all_of_it}), or erase it? (keep/erase)"
    try:
        return asked(question, "") in ("erase", "e")
    except SettingError:  # nobody to ask: nothing is destroyed unasked
        return False


def _wording(args: argparse.Namespace) -> str:
    from sel.memory.consent import wording  # lazy: TinyDB stands behind it

    return wording(args.paths.kept)


def _who(person: str) -> str:
    return "you" if person == YOU else person


_HINT = "`--yes` answers yes."
