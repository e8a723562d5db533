"""A conversation's title, of the person's own first words or of a model's. Pure.

Secrets are the caller's business: texts that hold one are not handed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

LONGEST = 48
"""Characters of a title."""
LONGEST_OPENING = 160
"""Characters of how a conversation began."""
FIRST = 6
"""Messages that are looked at: what comes later is rarely what it is about."""
MOST_WORDS = 10
"""Words of a model's title; a longer one is an answer, not a title."""
_EXCERPT = 400

_GREETINGS = (
    r"hi|hiya|hey|hello|yo|greetings|hallo|moin|servus|salut|bonjour|hola|ciao|"
    r"good (?:morning|afternoon|evening|day)|guten (?:morgen|tag|abend)"
)
_GREETING = re.compile(
    rf"(?:{_GREETINGS})(?: (?:there|again|sel|everyone|all))*(?:[\s,.!?:;)~-]+|$)", re.IGNORECASE
)
_POLITE = re.compile(
    r"(?:(?:so|ok|okay|well|and|sel|please|thanks|thank you)\b[\s,:;.!-]*"
    r"|(?:can|could|would|will) you (?:please |maybe |just )?"
    r"|i(?:'d| would) (?:like|love) (?:you )?to (?:know |ask )?|i want (?:you )?to (?:know )?"
    r"|(?:please )?(?:help me(?: to)?|tell me(?: about)?|explain(?: to me)?) )",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(
    r"(?:my name(?: is|['’]s)|(?:you (?:can|may) )?call me|i(?: am|['’]m) called|ich hei(?:ß|ss)e)"
    r"(?: [\w'’-]+){1,3}[\s.!]*",
    re.IGNORECASE,
)
_EMPTY = frozenset(
    re.findall(
        r"\S+",
        """a about again ah all am and are as but do doing fine for good great ha haha hm hmm how i
        is it just lol me much my nice no nope not oh of ok okay on please really right sel so sure
        test testing thank thanks that the there this to too up very well what whats who why with
        yeah yep yes you your ja nein danke wie geht es dir du""",
    )
)
_FENCE = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_WORD = re.compile(r"[^\W_]+")
_DROPPED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")
_EMPHASIS = re.compile(r"[*`#]+|~~|__")
_LABEL = re.compile(r"(?:the |a )?(?:title|titel|chat|conversation)\s*(?:is)?\s*[:\-–]\s*", re.I)
_MARKS = " \t*_#`\"'“”„«»‘’()[]<>"

_ASKED = (
    "Below is how a conversation began. Give it a title of two to six words, in the language it is "
    "in. Write the title and nothing else.\n\n{texts}\n\nTitle:"
)


def title_of(texts: Sequence[str]) -> str:
    """A title of a person's first messages; "" where none says what it is about. It is the first
    that does, so that a title does not change while one talks."""
    telling = (sentence for sentence in _sentences(texts[:FIRST]) if _telling(sentence))
    return _short(next(telling, ""), LONGEST)


def opening_of(texts: Sequence[str]) -> str:
    """How a conversation began, in one line."""
    return next((cut for text in texts if (cut := one_line(text, LONGEST_OPENING))), "")


def one_line(text: str, most: int) -> str:
    """A text in one line of so many characters, "…" where it went on."""
    return _cut(" ".join(_DROPPED.sub(" ", text[: 4 * most]).split()), most)


def request(texts: Sequence[str]) -> str:
    """What a model is asked for a title of these messages."""
    excerpts = (one_line(text, _EXCERPT) for text in texts[:FIRST])
    return _ASKED.format(texts="\n".join(f"> {one}" for one in excerpts if one))


def cleaned(reply: str) -> str:
    """The title in a model's reply; "" where there is none."""
    for line in reply.splitlines():
        text = _LABEL.sub("", " ".join(_DROPPED.sub(" ", line).split()).strip(_MARKS), count=1)
        text = text.strip(_MARKS).rstrip(".,;:!").strip(_MARKS)
        if _WORD.search(text):
            return "" if len(text.split()) > MOST_WORDS else _cut(text, LONGEST)
    return ""


def _sentences(texts: Sequence[str]) -> Iterator[str]:
    """What was said, sentence by sentence, without greetings and polite openings."""
    for text in texts:
        for raw in _SENTENCE.split(_FENCE.sub("\n", text[:4000])):
            yield _bare(" ".join(_DROPPED.sub(" ", _EMPHASIS.sub("", raw)).split()))


def _bare(sentence: str) -> str:
    before = ""
    while sentence != before:
        before = sentence
        sentence = sentence.strip(_MARKS)
        for opening in (_GREETING, _POLITE):
            sentence = opening.sub("", sentence, count=1) if opening.match(sentence) else sentence
    return sentence


def _telling(sentence: str) -> list[str]:
    """The words that say something; who somebody is says nothing of what is talked about."""
    if _INTRODUCED.fullmatch(sentence):
        return []
    words = (word for word in _WORD.findall(sentence.casefold()) if len(word) > 1)
    return [word for word in words if word not in _EMPTY]


def _short(sentence: str, most: int) -> str:
    text = _cut(sentence.strip(_MARKS).rstrip(".,;:!?").strip(_MARKS), most)
    return text[:1].upper() + text[1:]


def _cut(text: str, most: int) -> str:
    """At most so many characters, between two words where it can be."""
    if len(text) <= most:
        return text
    head = text[:most]  # one more than fits beside the mark
    words = head.rsplit(" ", 1)[0] if " " in head[most // 2 :] else head[:-1]
    return f"{words[: most - 1].rstrip(' ,;:.-–')}…"
