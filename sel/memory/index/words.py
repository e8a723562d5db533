"""Words as the search compares them: folded, without endings, the little ones left out. Pure.

The stemmer is light on purpose: a dozen rules and the common irregular verbs. Two words that it
wrongly makes one cost more than two that it leaves apart, for those the vectors bring together.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_NUMBER = re.compile(r"(?<=\d)[,.](?=\d{3}\b)")
LONGEST = 20_000
"""Characters of a text that are read; a memory is a sentence, and a book is not searched by it."""
LONGEST_WORD = 40

_STOP = """
    a about after again all also am an and any anybody anyone anything are as at be because been
    before being both but by can could d did do does doing don during each either else even ever
    every for from get had has have having he her here hers him his how however i if in into is it
    its itself just ll m many may maybe me might mine more most much must my myself no nor not now
    of off on once one only or other our ours out over own per quite rather re s same shall she
    should so some somebody someone something such t than that the their theirs them then there
    these they thing this those though through to too under until up upon us ve very was we well
    were what when where which while who whom whose why will with would yes yet you your yours
    yourself tell know remember said say
"""
STOP = frozenset(_STOP.split())
"""Words that say nothing of what a sentence is about."""

_IRREGULAR = {
    form: base
    for base, forms in {
        "begin": "began begun",
        "bear": "born",
        "break": "broke broken",
        "bring": "brought",
        "build": "built",
        "buy": "bought",
        "catch": "caught",
        "choose": "chose chosen",
        "come": "came",
        "do": "done",
        "drink": "drank drunk",
        "drive": "drove driven",
        "eat": "ate eaten",
        "fall": "fell fallen",
        "feel": "felt",
        "find": "found",
        "fly": "flew flown",
        "forget": "forgot forgotten",
        "give": "gave given",
        "go": "went gone",
        "grow": "grew grown",
        "hear": "heard",
        "hold": "held",
        "keep": "kept",
        "leave": "left",
        "lose": "lost",
        "make": "made",
        "meet": "met",
        "pay": "paid",
        "ride": "rode ridden",
        "run": "ran",
        "see": "saw seen",
        "sell": "sold",
        "send": "sent",
        "sing": "sang sung",
        "sleep": "slept",
        "speak": "spoke spoken",
        "spend": "spent",
        "steal": "stole stolen",
        "swim": "swam swum",
        "take": "took taken",
        "teach": "taught",
        "think": "thought",
        "throw": "threw thrown",
        "understand": "understood",
        "wake": "woke woken",
        "wear": "wore worn",
        "win": "won",
        "write": "wrote written",
        "man": "men",
        "woman": "women",
        "child": "children",
        "person": "people",
        "foot": "feet",
        "tooth": "teeth",
        "mouse": "mice",
    }.items()
    for form in forms.split()
}

_VOWEL = re.compile(r"[aeiouy]")


def plain(text: str) -> str:
    """The text in lower case, without accents."""
    decomposed = unicodedata.normalize("NFKD", text[:LONGEST].casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def tokens(text: str) -> list[str]:
    """All words of the text, folded, in order, as they stand: "ana's", "1150" for "1,150"."""
    folded = text[:LONGEST].lower() if text.isascii() else plain(text)
    return _WORD.findall(_NUMBER.sub("", folded).replace("’", "'"))


def telling(tokens: list[str]) -> list[str]:
    """Of tokens the words that count, in order, repeats kept; "ana's" is "ana"."""
    bare = [token if token.isalnum() else token.partition("'")[0] for token in tokens]
    return [word[:LONGEST_WORD] for word in bare if word not in STOP]


def stems(text: str) -> list[str]:
    """The stems of the words that count, in order, repeats kept."""
    return [stem(word) for word in telling(tokens(text))]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A folded word without its ending."""
    if word in _IRREGULAR:
        return stem(_IRREGULAR[word])
    if len(word) <= 3 or not word.isalpha():
        return word
    return _finish(_without_verb_ending(_singular(word)))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _without_verb_ending(word: str) -> str:
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 3 and _VOWEL.search(rest):
            if rest[-1] == rest[-2] and rest[-1] not in "lsz":
                return rest[:-1]
            return rest
    return word


def _finish(word: str) -> str:
    if word.endswith("ly") and len(word) > 5:
        word = word[:-2]
    if word.endswith("y") and len(word) > 3 and word[-2] not in "aeiou":
        return word[:-1] + "i"
    return word.removesuffix("e") if len(word) > 3 else word
