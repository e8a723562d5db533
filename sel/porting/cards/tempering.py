"""From the words about a character to what its hormones rest at. Pure, and small on purpose.

Each telling word moves its hormone by a step; a word that is denied ("not shy") moves nothing.
The words and steps are SEL's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

STEP, MOST = 0.03, 0.09
"""Of a baseline: one word, and all of them together."""
LONGEST = 20_000

_UP: Mapping[str, str] = {
    "oxytocin": "affectionate warm loving caring kind friendly motherly fatherly loyal devoted "
    "cuddly welcoming sociable",
    "dopamine": "playful curious excited enthusiastic cheerful adventurous optimistic eager "
    "bubbly mischievous inventive",
    "serotonin": "calm serene content patient wise peaceful happy balanced gentle easygoing "
    "composed",
    "cortisol": "anxious nervous worried paranoid stressed tense insecure fearful jumpy fretful",
    "adrenaline": "reckless wild fierce aggressive hotheaded intense fiery impulsive daring "
    "volatile",
    "melatonin": "sleepy lazy dreamy tired drowsy languid lethargic nocturnal",
    "testosterone": "bold dominant assertive confident competitive ambitious direct sarcastic "
    "stubborn proud determined",
    "estrogen": "nurturing sensitive empathetic tender soft compassionate delicate soothing",
}
_DOWN: Mapping[str, str] = {
    "oxytocin": "cold aloof distant detached stoic hostile misanthropic loner",
    "dopamine": "bored apathetic depressed jaded indifferent listless",
    "serotonin": "moody melancholic sad angry bitter irritable gloomy grumpy",
    "cortisol": "relaxed carefree fearless unflappable laidback",
    "adrenaline": "placid slow unhurried sedate mellow",
    "melatonin": "energetic hyperactive lively restless",
    "testosterone": "submissive timid shy meek humble bashful",
    "estrogen": "harsh blunt ruthless cruel callous",
}
_WORDS: Mapping[str, tuple[str, float]] = {
    word: (hormone, sign)
    for sign, table in ((STEP, _UP), (-STEP, _DOWN))
    for hormone, words in table.items()
    for word in words.split()
}
_DENIED = re.compile(
    r"\b(?:not|never|no|isn't|hardly|rarely|without|less|anything but)\b[\w\s]{0,12}\Z"
)
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")


def tempered(*texts: str) -> dict[str, tuple[float, tuple[str, ...]]]:
    """Per hormone that is moved: by how much (-0.09..0.09), and the words that moved it."""
    whole = "\n".join(texts)[:LONGEST].casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    found: dict[str, dict[str, float]] = {}
    for match in _WORD.finditer(whole):
        word = match.group().replace("-", "")
        known = _WORDS.get(word)
        if known and not _DENIED.search(whole[max(0, match.start() - 24) : match.start()]):
            found.setdefault(known[0], {})[word] = known[1]
    moved = {}
    for hormone, words in found.items():
        total = round(min(MOST, max(-MOST, sum(words.values()))), 3)
        if total:
            moved[hormone] = (total, tuple(words))
    return moved
