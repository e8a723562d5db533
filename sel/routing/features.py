"""What a message looks like, as named features: word sequences and honest signs of its kind.

The same function feeds the training and the router, so they cannot drift apart. It knows nothing
of intents or weights.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from sel.routing import words

LONGEST = 4_000
"""Characters of a message that are looked at; a pasted file shows its kind long before."""
MOST_WORDS = 120
"""Words whose sequences become features."""

_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+|[^\sa-z0-9]")
_FENCE = re.compile(r"```|~~~")
_TRACE = re.compile(
    r"Traceback \(most recent|^\s*at [\w.$]+\(.*\)\s*$|^\s*File \".+\", line \d+"
    r"|\b[A-Z]\w*(?:Error|Exception)\b|\b(?:error|warning)(?:\[\w+\])?: |\bE\w{4,}: |exit code \d+"
    r"|core dumped|segmentation fault|command not found|npm ERR!|fatal: |panic: ",
    re.MULTILINE,
)
_SYNTAX = re.compile(
    r"\w+\([^()\n]*\)[;:{]?|[=!<>+\-*/&|]=|=>|->|::|&&|\|\||\$\w+|\w+\[\w*\]|[{};]\s*$|</?\w+[^>]*>"
    r"|^\s*(?:def|class|import|from|for|while|if|fn|let|const|var|func|public|#include)\b.*[:;{(]"
    r"|\b\w+\.\w+\(|\b\w+_\w+\b|\b[a-z]+[A-Z]\w+\b|^\s*(?:\$|>>>) |\s--?\w[\w-]*|`[^`]+`",
    re.MULTILINE,
)
_SQL = re.compile(
    r"\b(?:SELECT\b.+\bFROM|INSERT INTO|UPDATE\b.+\bSET|DELETE FROM|(?:CREATE|ALTER|DROP) TABLE)\b",
    re.IGNORECASE | re.DOTALL,
)
_FILE = re.compile(r"\b[\w-]+\.([a-z][a-z0-9]{0,4})\b")
_SENTENCES = re.compile(r"[.!?;,\n]+\s|\s-\s|\band\b")
_ORDER = re.compile(
    r"(?:(?:hi|hey|hello|ok|okay|so|and|well|sel|please|pls|plz|kindly"
    r"|(?:could|can|would|will) (?:you|u)"
    r"|i'd like|i (?:want|need|would like)|to|just|also|oh|yes|no|actually)\b[ ,!:']*)*"
    r"(?:(?:don't|dont|do not|never) (?:forget|keep|store|save|remember|write)"
    r"|(?:make|take|keep) (?:a|an|another|no) (?:mental )?(?:note|memo|record)"
    r"|(?:write|jot|put|note|take) (?:\w+ ){0,3}down|(?:keep|bear|have) (?:\w+ ){0,3}in mind"
    r"|note (?:to|that|this|my|it|:)|notes?:|remember|recall|remind|memori[sz]e|forget|erase|delete"
    r"|(?:save|store|log|record) (?:this|that|it|my)|set a reminder)\b(?!-)"
)


def tokens(text: str) -> list[str]:
    """Lower-case words, numbers as `0`, and marks, with common slips mended."""
    found = _TOKEN.findall(text[:LONGEST].lower().replace("\u2019", "'"))[:MOST_WORDS]
    return ["0" if word.isdigit() else mended(word) for word in found]


@lru_cache(maxsize=2048)
def mended(word: str) -> str:
    """The often misspelt word this one is a slip of (one letter lost, doubled or swapped)."""
    if len(word) < 4 or not word.isalpha() or word in words.OFTEN_MISSPELT:
        return word
    for right in words.OFTEN_MISSPELT:
        if abs(len(right) - len(word)) <= 1 and _one_slip(word, right):
            return right
    return word


def _one_slip(wrong: str, right: str) -> bool:
    """Whether one letter is missing or too many, or two are swapped; the first one stays."""
    if wrong[0] != right[0] or wrong.rstrip("s") == right.rstrip("s"):
        return False
    if len(wrong) == len(right):
        return any(
            wrong[:i] + wrong[i + 1] + wrong[i] + wrong[i + 2 :] == right
            for i in range(1, len(wrong) - 1)
        )
    long, short = (wrong, right) if len(wrong) > len(right) else (right, wrong)
    return any(long[:i] + long[i + 1 :] == short for i in range(1, len(long)))


def features(text: str) -> dict[str, float]:
    """Named features of a message. Word sequences share a unit length; signs weigh 0..1 each.

    Sequences are of one to three tokens, `^` and `$` mark the ends. Signs begin with `sign:`.
    """
    read = tokens(text)
    found = dict.fromkeys(_sequences(read), 1.0)
    length = len(found) ** 0.5 or 1.0
    result = dict.fromkeys(found, 1 / length)
    result.update(signs(text[:LONGEST], read))
    return result


def _sequences(read: list[str]) -> Iterator[str]:
    yield from read
    framed = ["^", *read, "$"]
    for length in (2, 3):
        for start in range(len(framed) - length + 1):
            yield " ".join(framed[start : start + length])


def signs(text: str, read: list[str]) -> dict[str, float]:
    """The honest signs: fences, tracebacks, syntax, file names, unambiguous words, orders."""
    technical = sum(word in words.PROGRAMMING for word in read)
    endings = {match.group(1) for match in _FILE.finditer(text.lower())}
    found = {
        "sign:code fence": float(bool(_FENCE.search(text))),
        "sign:error message": float(bool(_TRACE.search(text))),
        "sign:code syntax": min(1.0, len(_SYNTAX.findall(text)) / max(3, len(read) / 6)),
        "sign:SQL": float(bool(_SQL.search(text))),
        "sign:source file name": float(bool(endings & words.CODE_FILES)),
        "sign:picture file name": float(bool(endings & words.IMAGE_FILES)),
        "sign:programming word": min(1.0, technical / 2),
        "sign:word for a picture": float(any(word in words.PICTURES for word in read)),
        "sign:order to remember or forget": float(_orders(text)),
        "sign:about the person": float(bool({"i", "my", "me", "mine", "i'm"} & set(read))),
        "sign:about SEL": float(bool({"you", "your", "u", "yourself"} & set(read))),
    }
    return {name: value for name, value in found.items() if value}


def _orders(text: str) -> bool:
    """Whether a sentence of it, after polite openings, orders something kept or forgotten."""
    return any(_ORDER.match(" ".join(tokens(part))) for part in _SENTENCES.split(text.lower()))
