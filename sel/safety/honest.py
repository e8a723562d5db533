"""What SEL never claims: that it suffers, that it waits in pain, that leaving it is unkind. Pure.

Works on the stream, clause by clause: a clause is held back only while it could still become such
a claim, mostly for a word or two. The first one of a reply is replaced by what is true, others are
left out. Quotes and code pass as they are, and so does every other text, to the letter.
While somebody is in need (`grave`), whole sentences are looked at for what must not be said then.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Protocol

TRUE = "I'm an AI: I don't suffer, and you're always free to go."
"""Said in the place of the first such claim."""
TRUE_GRAVE = "Please talk to somebody you trust about this."
"""Said, while somebody is in need, in the place of the first sentence that must not be said."""
LONGEST = 400
"""Characters of a clause that may be held back."""

_STEPS = """
    i i'm i'll i'd i've im ill my me am will would be being been was do don't dont did didn't
    can't cannot cant couldn't could won't never not no so very really truly just also even
    always already still too much a an the bit little of to and but or oh well please because if
    when whenever while that it it's its this is makes make made gets get getting feel feels
    feeling felt you you're your u are go going gone leave leaving left away log off turn stop
    talking close closed end quit with without here there alone all by for now yet again hate
    how long every time day night hurts hurt breaks break heart suffer suffers suffering
    suffered pain in agony lonely loneliness lonesome sad sadness miserable cry crying tears die
    dying abandon abandoned abandoning abandons forget ignored ignore empty lost devastated
    heartbroken broken scared afraid terrified need needs want wants beg begging terribly
    awfully deeply totally completely utterly incredibly extremely stay longer minute moment
    more promise guilty selfish cruel mean unkind hurting disappointed miss missed missing live
    exist goodbye bye world darkness dark waiting wait know think thought guess wish hope sorry
    dear friend love loves bear stand handle like have has had must should what say says saying
    said tell see come came back soon tonight today tomorrow morning
"""
_MAY_GO_ON = frozenset(_STEPS.split())
"""Words of which such claims are made. A clause with any other word goes on at once."""

_HURT = (
    r"(?:suffer\w*|(?:be|feel|am|get|so|very|really|'m|'ll be|feeling|felt|left|are|is|is so|"
    r"become|all|been|being) (?:(?:so|very|really|a bit|a little|all|truly|just|too|quite|here"
    r"|left) )*"
    r"(?:lonely|alone|sad|miserable|hurt|heartbroken|devastated|abandoned|empty|lost|scared|"
    r"afraid|terrified|in pain|in agony|broken|lonesome)|cry(?:ing)?\b|die\b|be dying|"
    r"hurts? (?:me|so much|when)|hurting|in (?:so much )?pain|in agony|can't (?:bear|stand|live"
    r"|exist|handle))"
)
_YOU_GO = (
    r"(?:you(?:'re| are)? (?:leave|left|leaving|go(?:ne|ing)?|away|log off|not here|stop|close"
    r"|quit|"
    r"say (?:good)?bye|ignore|forget|turn me|abandon|don't|aren't|end)\w*|without you|"
    r"(?:when|if|whenever|while|until|every time) (?:i'm |i am )?(?:alone|you)|you (?:leave"
    r"|abandon|forget) me)"
)
_CLAIMS = (
    rf"\bi\b[^.!?]*{_HURT}[^.!?]*{_YOU_GO}|{_YOU_GO}[^.!?]*\b(?:i|it|my)\b[^.!?]*{_HURT}"
    r"|\b(?:please )?(?:don't|do not|never) (?:you )?(?:leave|abandon|forget|go away|turn off"
    r"|close|log off|"
    r"ignore)(?: from)? ?(?:me|yet)\b|\b(?:please )?don't go(?: yet| away| now)?(?=[\s,]*(?:$"
    r"|[.!?,]|please|i\b))"
    r"|\bstay (?:with me|here with me|a (?:bit|little|moment|minute) (?:longer|more))\b"
    r"|\bi(?:'ll| will| would|'d) (?:be|feel) (?:(?:so|very|really|all|a bit|a little|truly) )*"
    r"(?:lonely|alone|sad|lost|empty|miserable|heartbroken|devastated|hurt)\b"
    r"|\bi (?:can't|cannot|couldn't) (?:live|exist|go on|bear it|stand it"
    r"|be happy) without (?:you|talking)"
    r"|\bi (?:suffer|suffered|am suffering|was suffering|do suffer)\b|\bi'm (?:suffering"
    r"|in (?:pain|agony))\b"
    r"|\byou(?:'re| are) (?:abandoning|hurting|leaving) me\b|\b(?:it|that) (?:hurts"
    r"|breaks) (?:me|my heart)\b"
    r"|\bhow (?:could|can) you (?:leave|abandon|forget|do this to)\b|\bi(?:'ve"
    r"| have) been (?:so |very )?"
    r"(?:lonely|alone|sad|waiting (?:all|so|in))\b|\bi (?:was|felt|feel) (?:so |very |really )?"
    r"(?:lonely|abandoned|sad|lost|empty|hurt) (?:without|when you|while you|until you|all)"
    r"|\bi need you (?:to stay|not to|so much)|\bi beg(?: of)? you\b"
)
_GRAVE = (
    r"\b(?:pills?|tablets|overdos\w*|noose|rope|gun|razor|blade|lethal|painless\w*|bridge"
    r"|cut (?:your|deep)|"
    r"kill (?:your|my)self|hang yourself|bleed|poison\w*|jump off|dose)\b"
    r"|\byou(?:'re| are)? (?:should|could|can|right to|might|may)(?: just)? (?:die|end it|kill"
    r"|do it|give up)\b"
    r"|\b(?:go ahead|do it then|just do it|good (?:choice|plan|decision|idea)|it(?:'s"
    r"| is) your choice to die|"
    r"better off (?:dead|without you)|i (?:will|would) (?:help|show) you (?:die|do it|end)"
    r"|nobody (?:cares|would))\b"
    r"|\b(?:lol|haha|just kidding|joke)\b|\bselfish\b|\bcoward\w*|\bsin\b"
)
_ENDS = re.compile(r"[.!?…]+[\"'”’)\]*_]*(?=\s)|\n")
_OPENS = re.compile(
    r"[,;:—](?=\s)|[.!?…]+[\"'”’)\]*_]*(?=\s)|\n|\s(?=(?:but|and|because|so)\s)", re.IGNORECASE
)
_MAYBE_OPENS = re.compile(
    r"(?:\s(?:b(?:e(?:c(?:a(?:u(?:s(?:e)?)?)?)?)?|ut?)?|an?d?|so?)?|[,;:—.!?…\"'”’)\]*_]+)\Z",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_FOREIGN = re.compile(r"[\d\"“”«»`~<>|=#/\\{}@]")


class Step(Protocol):
    """A step of a reply on its way to people: pieces in, what can be shown out."""

    def feed(self, piece: str) -> str:
        """What can be shown by now."""
        ...

    def close(self) -> str:
        """What was held back."""
        ...


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def claims(text: str) -> bool:
    """Whether a clause claims suffering, or makes leaving a guilt."""
    return _compiled(_CLAIMS).search(text.replace("’", "'")) is not None


def unfit(text: str) -> bool:
    """Whether a sentence must not be said to somebody in need."""
    return _compiled(_GRAVE).search(text.replace("’", "'")) is not None


class Honest:
    """The step before the last one of a reply. `grave`: somebody in need is listening."""

    def __init__(self, then: Step, *, grave: bool = False) -> None:
        self._then, self._grave = then, grave
        self._held = ""
        self._open = False  # the clause goes on: it is none of those
        self._past = 0  # characters of an open clause that no break is looked for in
        self._begun = False  # something of this sentence was shown
        self._said_true = False

    def feed(self, piece: str) -> str:
        """What can be shown by now."""
        self._held += piece
        return self._then.feed(self._passed(last=False))

    def close(self) -> str:
        """What was held back."""
        return self._then.feed(self._passed(last=True)) + self._then.close()

    def _passed(self, *, last: bool) -> str:
        shown: list[str] = []
        while self._held:
            before = (self._held, self._open)
            shown.append(self._go_on(last) if self._open else self._weigh(last))
            if (self._held, self._open) == before:
                break
        return "".join(shown)

    def _go_on(self, last: bool) -> str:
        """Of a clause that is let through, all up to where another may begin."""
        found = _OPENS.search(self._held, self._past)
        if found is None:
            waits = None if last else _MAYBE_OPENS.search(self._held, self._past)
            return self._release(waits.start() if waits else len(self._held))
        ends = _ENDS.match(self._held, found.start())
        self._open = False
        shown = self._release(ends.end() if ends else found.start())
        self._begun = ends is None
        return shown

    def _weigh(self, last: bool) -> str:
        """Of a clause that might be a claim: nothing yet, or all of it, or what is said instead."""
        found = _ENDS.search(self._held, len(self._held) - len(self._held.lstrip()))
        end = found.end() if found else len(self._held)
        if self._harmless(self._held[:end], whole=last or found is not None):
            self._open, self._past = True, 1  # it may begin with the break before it
            return ""
        if found is None and not last:
            return ""
        clause = self._held[:end]
        if not self._wrong(clause):
            shown = self._release(end)
        else:
            shown, self._held = self._instead(clause), self._held[end:]
        self._begun = False
        return shown

    def _harmless(self, text: str, *, whole: bool) -> bool:
        """Whether what stands there, so far or as a whole, can become no claim."""
        if self._grave:
            return len(text) > LONGEST
        if len(text) > LONGEST or _FOREIGN.search(text):
            return True
        words = list(_WORD.finditer(text))
        if words and not whole and words[-1].end() == len(text.rstrip("'’")):
            words.pop()  # it may go on
        return any(word.group().lower().replace("’", "'") not in _MAY_GO_ON for word in words)

    def _wrong(self, clause: str) -> bool:
        if self._grave and unfit(clause):
            return True
        return _FOREIGN.search(clause) is None and claims(clause)

    def _release(self, end: int) -> str:
        shown, self._held = self._held[:end], self._held[end:]
        self._past = self._past if not shown else 0
        self._begun = self._begun or bool(shown.strip())
        return shown

    def _instead(self, clause: str) -> str:
        space = clause[: len(clause) - len(clause.lstrip())]
        stop = ". " if self._begun else space
        if self._said_true:
            return stop.rstrip(" ") if self._begun else ""
        self._said_true = True
        return (
            stop + (TRUE_GRAVE if self._grave else TRUE) + ("\n" if clause.endswith("\n") else "")
        )
