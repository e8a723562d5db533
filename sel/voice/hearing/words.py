"""Text as words to compare: lower case, without punctuation; and the words that carry no matter."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*", re.UNICODE)

_BACKCHANNELS = """
    mhm mm mmm mm-hmm mm-hm mhmm uh-huh uhhuh huh uh ah aha oh ooh hm hmm hmmm m yeah yep yup yes
    right okay ok k sure wow cool nice really indeed exactly gotcha true
    ja jo jap genau stimmt ach klar aha oui ouais mouais d'accord sí si vale claro ya
    certo già bene va hoor precies sim pois tá isso just precis tak no-tak
    aha да ага угу はい うん ええ 嗯 对 네 응
"""
"""English; German, French, Spanish; Italian, Dutch, Portuguese, Swedish, Polish; other scripts."""
BACKCHANNELS = frozenset(_BACKCHANNELS.split())
"""Words by which a listener says no more than that they listen."""
BACKCHANNEL_PHRASES = frozenset(
    ("i see", "got it", "of course", "all right", "ach so", "alles klar", "bien sûr", "de acuerdo")
)
MOST_BACKCHANNELS = 3
"""More of them in a row are something said."""


def words_of(text: str) -> list[str]:
    """The words in lower case, without punctuation; a script without spaces is one long word."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def is_backchannel(text: str) -> bool:
    """Whether it is only "mhm", "yeah", "okay" and the like."""
    words = words_of(text)
    if not 1 <= len(words) <= MOST_BACKCHANNELS:
        return False
    return " ".join(words) in BACKCHANNEL_PHRASES or all(word in BACKCHANNELS for word in words)
