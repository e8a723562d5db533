"""Where a sentence or a clause ends, seen from its last word and, where that leaves a doubt, from
the word after it. Pure."""

from __future__ import annotations

import enum
import re

STOPS = ".!?…。！？｡"
CLOSERS = "\"'”’»›)]}*_」』）"
"""What may stand behind a stop and belongs to the sentence that ends."""
WIDE_STOPS = "。！？｡，、；"
"""Stops of scripts that put no space after them."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEVER = _words(
    "dr mr mrs ms mx prof st gen col capt lt sgt rev hon sen rep gov pres messrs mt fig figs eq vol"
    " ch sec ed eds pp e.g i.e cf vs viz approx ca al incl excl resp bzw z.b dept"
)
"""Abbreviations that a sentence goes on after, without their last stop."""
PERHAPS = _words(
    "etc jr sr inc ltd co corp no a.m p.m u.s u.k u.n e.u ph.d b.a m.a d.c jan feb mar apr jun jul"
    " aug sept sep oct nov dec ave blvd rd min max est hrs mins secs tel ext"
)
"""Abbreviations that may also end a sentence."""
STARTERS = _words(
    "a an and as at but by do don't for from he her here his how i i'd i'll i'm i've if in is it"
    " it's let let's maybe my no not now of on or our she so some still that that's the their then"
    " there there's these they this those to today we we're what when where which who why yes you"
    " you'll you're your"
)
"""Words that, with a capital letter, begin a sentence after such an abbreviation."""

_CLAUSE = re.compile(rf"[,;:，、；—–][{re.escape(CLOSERS)}]*$")
_DASHES = ("-", "–", "—")


class Stop(enum.Enum):
    """What the end of a word is."""

    NONE = enum.auto()
    CLAUSE = enum.auto()
    SENTENCE = enum.auto()
    DOUBT = enum.auto()
    """The next word tells, see `ends_before`."""


def after(word: str) -> Stop:
    """What ends with this word, as far as it can be told from the word alone."""
    core = word.rstrip(CLOSERS)
    if not core or core[-1] not in STOPS:
        clause = word in _DASHES or _CLAUSE.search(word)
        return Stop.CLAUSE if clause else Stop.NONE
    if core[-1] != ".":
        doubtful = core[-1] == "…" or len(core) < len(word)
        return Stop.DOUBT if doubtful else Stop.SENTENCE
    if core.endswith(".."):
        return Stop.DOUBT
    if _goes_on(_name(core)):
        return Stop.NONE
    doubtful = _name(core) in PERHAPS or len(core) < len(word) or _is_letters(core)
    return Stop.DOUBT if doubtful else Stop.SENTENCE


def ends_before(word: str, following: str) -> bool:
    """Whether a sentence ends with the doubtful `word`, given the word after it."""
    first = following.lstrip("\"'“‘«([*_")
    if _name(word.rstrip(CLOSERS)) == "no":
        return not first[:1].isdigit()
    core = word.rstrip(CLOSERS)
    if _name(core) in PERHAPS or _is_letters(core):
        return first[:1].isupper() and first.lower().rstrip(".,;:!?") in STARTERS
    return not first[:1].islower()


def _name(core: str) -> str:
    return core.lstrip("\"'“‘«([*_").rstrip(".").lower()


def _goes_on(name: str) -> bool:
    return name in NEVER or (len(name) == 1 and name.isalpha() and name != "i")


def _is_letters(core: str) -> bool:
    """ "U.S.", "a.k.a.": single letters with stops between."""
    letters = core.lstrip("\"'“‘«([*_").rstrip(".").split(".")
    return len(letters) > 1 and all(len(one) == 1 and one.isalpha() for one in letters)
