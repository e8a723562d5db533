"""What a person asks to remember in so many words: "remember that …", "note: …"."""

from __future__ import annotations

import re

_LEAD = (
    r"(?:(?:hey|hi|ok|okay|oh|so|and|also|but|btw|by the way|sel|yes|yeah|well|"
    r"now|right|ps|one more thing|another thing|"
    r"thanks|please|pls|plz|kindly|just|alright|great|good|perfect|cool|great|"
    r"hmm?|then)[,:!. ]+)*"
)
_POLITE = (
    r"(?:(?:(?:can|could|would|will) (?:you|u) (?:please |pls |just |maybe |"
    r"kindly )*)|(?:i(?:['’]d| would) like you to |i want you to |"
    r"i need you to |you (?:should|have to|must|need to) |make sure (?:to |you )|"
    r"be sure to |try to |it(?:['’]s| is) important (?:to |that you )|you can |"
    r"let['’]?s |do )(?:please )?)?"
)
_REMEMBER = (
    r"(?:always |just |also |please )*(?:remember|remeber|rember|rememeber|keep "
    r"in mind|keep in your mind|bear in mind|don['’]?t (?:you )?(?:ever )?forget|"
    r"do not (?:ever )?forget|never forget|don['’]?t let me (?:ever )?forget|do "
    r"not let me forget|"
    r"not (?:to )?forget|memori[sz]e|make a (?:mental )?note|take (?:a )?note|"
    r"(?:please )note down|write (?:it |this )?down|jot (?:it |this )?down|save "
    r"(?:it |this)?(?: to (?:your )?memory)?|store (?:this|it|in your memory)|add "
    r"(?:this |it )?to (?:your )?memory|"
    r"put (?:it |this )?(?:down )?in (?:your )?memory|take note|note to self|"
    r"(?:please )?note|mental note|note down|keep a note|commit (?:this |it )?to "
    r"memory|make a memory)"
)
_LINK = (
    r"(?:[,:]?\s*(?:(?:(?:this|something|one thing|a few things|the following|it|"
    r"of this)(?: (?:for me|for later|important|about me))?)(?=\s*[:,–—-]|"
    r"\s+that\b)|of "
    r"the fact)?\s*[:,–—-]?\s*(?:that|of the fact that|down that|down:|:)?\s+|"
    r"\s*[:,–—-]\s*)"
)
_EXPLICIT = re.compile(
    rf"{_LEAD}{_POLITE}(?P<ask>{_REMEMBER})(?P<link>{_LINK})(?P<said>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_HINT = re.compile(
    r"remem|rember|remeber|forget|memor|\bnot(?:e|ing)\b|in mind|jot|write .*down|"
    r"store|save",
    re.IGNORECASE,
)

_NOT_SAID = re.compile(
    r"(?:when|how|what|where|who|why|which|whether|if|the (?:time|times|day|days|"
    r"way|song|film|movie|name of|good old|first time|last time|one)|"
    r"me\b(?! to)|us\b|him\b|her\b(?! \w)|them\b|it\b(?:$|[ .,!?])|everything|"
    r"anything|nothing|those|these|this\b|that (?:time|day|night|song|film|movie|"
    r"one|guy|episode|feeling|thing)\b|that[.!?,]|you\b|your|about (?:it|this|"
    r"that|me)|all|any of|"
    r"doing|seeing|having|being|meeting|going|saying|reading|telling|to "
    r"(?:breathe|smile|be yourself|relax|save|commit|like|subscribe|vote|have fun|"
    r"laugh|close the|import|call super|return|free|add a semicolon)|"
    r"the fifth of november|my name\s*\??$|remember)\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"(?:it['’]?s (?:just|only)\b.*|(?:that|this|it|so)(?: please| pls| for me| "
    r"ok)*\W*)\Z",
    re.IGNORECASE,
)
_TECHNICAL = re.compile(
    r"\b(?:function|method|class|loop|array|list|string|variable|returns?|code|"
    r"script|api|null|none|index|compiler|parameter|argument|query|"
    r"column|table|server|thread|pointer|syntax|module|import|json|csv|regex|"
    r"python|javascript|java|exception|error|commit|branch|output|input|formula|"
    r"matrix|theorem|equation|semicolon|bracket)s?\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:i|i['’]\w+|im|ive|my|we|our|me|us|mine)\b", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|am|was|were|im|i['’]m|['’]s|['’]re|has|have|had|can|can['’]?t|"
    r"will|won['’]?t|don['’]?t|doesn['’]?t|likes?|loves?|hates?|"
    r"lives?|works?|wants?|needs?|prefers?|goes|go|starts?|ends?|opens?|closes?|"
    r"comes?|arrives?|leaves?|takes?|gets?|moved|told|calls?|eats?|drinks?|plays?|"
    r"means?|costs?|speaks?|sleeps?|owes?|knows?|keeps?|makes?|i \w+|my \w+['’]s|"
    r"\w{3,}ed|\w{3,}ing|\w+s (?:on|in|at|to|a|the|from|every|only|over))\b"
    r"|\w['’](?:s|re|m|ve|ll)\b",
    re.IGNORECASE,
)


def asked_for(sentence: str) -> tuple[int, str] | None:
    """Where in a sentence begins what is to be remembered, and how it is asked for.

    None where nothing is asked: a question, an old memory ("remember when …"), a remark on code.
    """
    found = _EXPLICIT.match(sentence) if _HINT.search(sentence) else None
    if not found or _is_other(found):
        return None
    ask = found["ask"].lower()
    bare = _is_bare(ask, found["link"], found["said"])
    return found.start("ask" if bare else "said"), ask


def _is_other(found: re.Match[str]) -> bool:
    """Whether "remember" and "note" mean something else here."""
    ask, link, said = found["ask"].lower(), found["link"], found["said"]
    if (
        _POINTS_BACK.match(said)
        or _NOT_SAID.match(said)
        or len(said.strip(" .!?")) < 3
        or ask == "save"
    ):
        return True
    if ask.endswith("remember") or _OWN.search(said):
        return False
    loose = ask.startswith("note") and ":" not in link and "that" not in link
    return loose or _TECHNICAL.search(said) is not None


def _is_bare(ask: str, link: str, said: str) -> bool:
    """Whether what follows is no sentence without the asking ("don't forget the milk")."""
    if "that" in link.lower() or ":" in link or ask.startswith(("note", "mental", "make", "take")):
        return False
    return said.lower().startswith("to ") or not _VERB.search(said)


def is_question(sentence: str, mark: str) -> bool:
    """Whether a sentence that asks to remember is rather a question about a memory."""
    lowered = sentence.lower()
    if "?" not in mark:
        return False
    return not re.match(
        r".{0,40}\b(?:can|could|would|will) (?:you|u) (?:please |pls |just )?\w", lowered
    ) or not (
        re.search(r"\b(?:that|:)\s", lowered) or _VERB.search(lowered.split("remember", 1)[-1])
    )
