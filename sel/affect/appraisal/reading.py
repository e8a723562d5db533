"""A message as tokens, and how it was typed: capitals, exclamation marks, drawn-out letters.

It knows nothing of feelings; the lexicon's own phrases are read by the same function, so that both
are spelt alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 4_000
"""Characters of a message that are read."""
MOST_TOKENS = 200

BREAKS = frozenset(".,;:!?\n…")
"""Marks that end a clause."""

_EMOTICON = (
    r"(?:(?<!\S)|(?<=[a-z!?.…]))[:;=]['’]?-?[)(\]](?!\w)"
    r"|(?<!\S)(?:[:;=]['’]?-?[)(dpc3|/\\\[\]]|d:|\(:|\):|>:-?\(|<3|</3|\^_?\^|\(\^\^\)"
    r"|-[_.]-|>[._]<|;_;|t_t|qq|x[d]|:'\)|\\o/)(?!\w)"
)
_EMOJI = r"[\u203c-\u3299\U0001f000-\U0001faff](?!\u20e3)"
_TOKEN = re.compile(
    rf"(?P<code>```.*?(?:```|\Z)|`[^`\n]*`)|(?P<link>https?://\S+|\b\S+@\S+\.\w+)"
    rf"|(?P<mark>{_EMOTICON}|(?<!\S)/s(?:arc(?:asm)?)?(?!\w))|(?P<emoji>{_EMOJI})"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)|(?P<number>\d+)|(?P<break>[.,;:!?\n…])",
    re.DOTALL,
)
_NOT = re.compile(r"\b(do|does|did|is|was|are|were|would|could|should|have|has|had|ca)n? not\b")
_DRAWN = re.compile(r"([^\W\d_])\1{2,}")
_LAUGH = re.compile(r"(?:a?(?:ha|he|hi)){2,}h?s?|[ah]*(?:ha){2}[ah]*|(?:lo)+l+")
_EXCLAIM = re.compile(r"!!!|!\?!|(?:!\s*){3,}|！{3,}")

_SPELT = {
    "im": "i'm", "ive": "i've", "id": "i'd", "dont": "don't", "cant": "can't", "wont": "won't",
    "didnt": "didn't", "doesnt": "doesn't", "isnt": "isn't", "wasnt": "wasn't", "arent": "aren't",
    "werent": "weren't", "wouldnt": "wouldn't", "couldnt": "couldn't", "shouldnt": "shouldn't",
    "havent": "haven't", "hasnt": "hasn't", "hadnt": "hadn't", "aint": "ain't", "thats": "that's",
    "youre": "you're", "theyre": "they're", "whats": "what's", "u": "you", "ur": "you're",
    "r": "are", "plz": "please", "pls": "please", "bc": "because", "cuz": "because",
    "rn": "right now", "idk": "i don't know", "wanna": "want to", "gonna": "going to",
    "theres": "there's", "shes": "she's", "hes": "he's", "lets": "let's", "tho": "though",
    "thx": "thanks", "thnx": "thanks", "tnx": "thanks", "ty": "thanks", "tysm": "thank you so much",
    "luv": "love", "gr8": "great", "sux": "sucks", "cannot": "can't", "alot": "a lot",
    "favourite": "favorite",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """What was typed, and how."""

    tokens: tuple[str, ...]
    shouted: bool = False
    """More than half of the letters are capitals, and there are enough of them for a shout."""
    exclaimed: bool = False
    """Three exclamation marks."""
    asked: bool = False
    """Ends with a question mark."""
    drawn: bool = False
    """Letters were drawn out ("sooo")."""
    breaks: frozenset[int] = frozenset()
    """Places of tokens that end a clause."""


def read(text: str) -> Reading:
    """The tokens of a message, lower case, with common short spellings written out.

    Code counts as one token, whatever it says.
    """
    text = text[:LONGEST].replace("\u2019", "'").replace("\ufe0f", "")
    tokens = tuple(_tokens(_NOT.sub(r"\1n't", text.lower())))[:MOST_TOKENS]
    return Reading(
        tokens=tokens,
        shouted=_shouted(text),
        exclaimed=bool(_EXCLAIM.search(text)),
        asked=text.rstrip(" )\"'!").endswith(("?", "？")),
        drawn=bool(_DRAWN.search(text)),
        breaks=frozenset(place for place, token in enumerate(tokens) if token in BREAKS),
    )


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    drawn = _DRAWN.search(text) is not None
    for match in _TOKEN.finditer(text):
        kind, token = match.lastgroup, match.group()
        if kind == "word":
            found += _words(token, drawn=drawn)
        else:
            found.append(f"<{kind}>" if kind in {"code", "link"} else token)
    return found


def _words(word: str, *, drawn: bool) -> list[str]:
    """The words of one, whose letters may be `drawn` out."""
    if len(word) > 3 and _LAUGH.fullmatch(word):
        return ["haha"]
    return _SPELT.get(word, _DRAWN.sub(r"\1\1", word) if drawn else word).split()


def _shouted(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    capitals = sum(map(str.isupper, letters))
    long_word = any(len(word) > 4 and word.isupper() for word in text.split())
    return (len(letters) >= 8 or long_word) and capitals * 2 > len(letters)
