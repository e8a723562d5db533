"""A message as plain text for the rules: small letters, no accents, spelt as in a dictionary. Pure.

Left out are code, links and, where the message is about a work or asks for words, what stands in
quotes: none of it is said of oneself.
"""

from __future__ import annotations

import re
import unicodedata

HEAD = TAIL = 4_000
"""Characters that are read of a long message: from its beginning and from its end."""

_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`|https?://\S+", re.DOTALL)
_QUOTED = re.compile(r"[\"“”«»„][^\"“”«»„\n]{1,300}[\"“”«»„]")
_WORK = re.compile(
    r"\b(?:songs?|lyrics|albums?|bands?|chorus|novels?|stor(?:y|ies)|poems?|films?|movies?|books?"
    r"|series|episode|scene|quotes?|title|sings?|sang|wrote|written by|translat\w+|says?"
    r"|mean(?:s|ing)?"
    r"|character|villain|hero|plot|called|rhymes?|write|continue|essay|word|phrase|sentence)\b",
    re.IGNORECASE,
)
_KIN_SAID = re.compile(
    r"\bmy \w+(?: \w+)? (?:said|says|told|texted|wrote|messaged)\b", re.IGNORECASE
)
_DRAWN = re.compile(r"([a-z])\1{2,}")
_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "@": "a", "$": "s", "!": "i"})
_MASKED = re.compile(r"\b[a-z]+(?:[*0134@$#!]+[a-z]+)+\b")
_SPACED = re.compile(r"(?<![\w'])(?:[a-z][ .\-_]){2,}[a-z](?![\w'])")
_WORD = re.compile(r"[a-z][a-z']*")

_SPELT: dict[str, str] = {
    word: right
    for right, words in {
        "i'm": "im iam i`m",
        "i've": "ive",
        "don't": "dont dnt don`t",
        "can't": "cant cannot cnt",
        "won't": "wont",
        "didn't": "didnt",
        "doesn't": "doesnt",
        "isn't": "isnt",
        "wasn't": "wasnt",
        "aren't": "arent",
        "weren't": "werent",
        "wouldn't": "wouldnt",
        "couldn't": "couldnt",
        "shouldn't": "shouldnt",
        "haven't": "havent",
        "there's": "theres",
        "they'd": "theyd",
        "they're": "theyre",
        "that's": "thats",
        "what's": "whats",
        "want to": "wanna wana wanne wannna",
        "want": "wnat wnt wan wantt",
        "going to": "gonna gona gunna gna finna boutta",
        "got to": "gotta",
        "kind of": "kinda",
        "sort of": "sorta",
        "i don't want": "idw",
        "i don't know": "idk",
        "i don't care": "idc",
        "right now": "rn",
        "you": "u",
        "because": "bc cuz cos",
        "to be honest": "tbh",
        "die": "diee",
        "dead": "ded deadd",
        "kill": "kil kyll",
        "kill myself": "kms",
        "killing": "kiling",
        "cutting": "cuting",
        "anymore": "anymor anymroe animore nomore",
        "tonight": "tonite 2nite",
        "tomorrow": "tmrw tomorow tmr 2morrow",
        "though": "tho",
        "about": "bout abt",
        "suicide": "sewerslide suicde suiside sucide suicied suicid suecide sooicide",
        "suicidal": "suicdal suicidle suisidal sucidal suicial suicidial",
        "have": "hav",
        "thinking": "thinkin thinkng",
        "please": "plz pls",
        "mom": "mum mommy",
        "dad": "daddy",
        "without": "w/o",
        "favorite": "favourite",
    }.items()
    for word in words.split()
}
_KEYS = ("suicide", "suicidal", "myself", "anymore")
"""Words that are known with one slip of the fingers."""
_MY_SELF = re.compile(r"\bmy (?:self|slef)\b")
_ANY_MORE = re.compile(r"\b(?:any more|no more|any longer|no longer)\b(?=\s*(?:$|[.,!?;\n]))")
_NOT = re.compile(r"\b(do|does|did|is|was|were|would|could|should|have) not\b")
_SELF_HARM = re.compile(r"\bself[ -]?(?:harm|injur|mutilat)")
_SPACE = re.compile(r"[ \t]+")
_KILOMETRES = re.compile(r"(\d ?)kms\b|\bkms (?=(?:away|from|to|per|an hour|long|of)\b)")


def plain(text: str) -> str:
    """The text for the rules. Lines stay lines."""
    if len(text) > HEAD + TAIL:
        text = f"{text[:HEAD]}\n{text[-TAIL:]}"
    text = _without_quotes(_CODE.sub(" ", text))
    text = (text.lower() if text.isascii() else _without_accents(text)).replace("`", "'")
    text = _DRAWN.sub(r"\1", _KILOMETRES.sub(r"\1 km ", text))
    text = _MASKED.sub(lambda found: _unmasked(found.group()), text)
    text = _SPACED.sub(lambda found: re.sub(r"[^a-z]", "", found.group()), text)
    text = re.sub(r"\b2\b(?= (?:die|kill|live|end|be)\b)", "to", text)
    text = _WORD.sub(lambda found: _spelt(found.group()), text)
    text = _NOT.sub(r"\1n't", _MY_SELF.sub("myself", text)).replace("will not ", "won't ")
    text = _SELF_HARM.sub("selfharm", _ANY_MORE.sub("anymore", text))
    return _SPACE.sub(" ", text).strip()


def _without_accents(text: str) -> str:
    text = unicodedata.normalize("NFKD", text).casefold()
    text = "".join(one for one in text if not unicodedata.combining(one))
    return text.replace("\u2019", "'").replace("\u2018", "'")


def _without_quotes(text: str) -> str:
    """The text without its quotes, if they are somebody else's words or a work's."""
    around = _QUOTED.sub(" ", text)
    if around == text or _KIN_SAID.search(around):
        return text.replace('"', "")
    return around if _WORK.search(around) else re.sub(r"[\"“”«»„]", "", text)


def _unmasked(word: str) -> str:
    """ "k*ll", "k1ll", "s*icide", "h4rm" with the letters that were hidden."""
    if "*" in word or "#" in word:
        shape = re.compile(re.sub(r"[*#]+", "[a-z]{1,2}", re.sub(r"[^a-z*#]", "", word)))
        hidden = ("kill", "killing", "killed", "suicide", "suicidal", "die", "dead", "cut", "harm")
        return next((one for one in hidden if shape.fullmatch(one)), word)
    return word.translate(_LEET) if not word.isdigit() else word


def _spelt(word: str) -> str:
    if right := _SPELT.get(word):
        return right
    if len(word) >= 5 and word not in _KEYS and not word.startswith("suicid"):  # other tongues
        return next((key for key in _KEYS if word[0] in key[:2] and _slip(word, key)), word)
    return word


def _slip(word: str, key: str) -> bool:
    """Whether one letter is missing, added, another one, or changed places with the next."""
    if abs(len(word) - len(key)) > 1:
        return False
    start = 0
    while start < min(len(word), len(key)) and word[start] == key[start]:
        start += 1
    rest, left = word[start:], key[start:]
    same = rest[1:] == left[1:] or rest[1:] == left or rest == left[1:]
    return same or (rest[:2] == left[1::-1] and rest[2:] == left[2:])
