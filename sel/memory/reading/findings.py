"""What a statement tells that lasts: the rules applied, and the topic in its normal form."""

from __future__ import annotations

import re

from sel.memory.reading.clauses import Span
from sel.memory.reading.phrases import noun_words
from sel.memory.reading.rule import Finding, Rule, apply, rule
from sel.memory.reading.rules.befalling import BEFALLING
from sel.memory.reading.rules.having import HAVING
from sel.memory.reading.rules.identity import IDENTITY
from sel.memory.reading.rules.liking import LIKING
from sel.memory.reading.rules.living import LIVING
from sel.memory.reading.rules.pastimes import PASTIMES
from sel.memory.reading.rules.planning import PLANNING
from sel.memory.reading.rules.state import STATE
from sel.memory.reading.rules.things import thing_rules
from sel.memory.reading.rules.ties import TIES
from sel.memory.reading.saying import Saying
from sel.memory.reading.subjects import followed, saying_of
from sel.memory.reading.words.lists import words
from sel.memory.reading.words.people import BACKGROUND, PARTNERS, PETS, SINGULAR, UNIQUE


def _by_verb() -> dict[str, tuple[Rule, ...]]:
    """All rules of each verb, in the order of the tables."""
    verbs: dict[str, tuple[Rule, ...]] = {"be": IDENTITY + STATE}
    for table in (LIVING, HAVING, LIKING, PLANNING, PASTIMES, TIES, BEFALLING):
        for verb, rules in table.items():
            verbs[verb] = verbs.get(verb, ()) + rules
    return verbs


_RULES = _by_verb()
_ANY_VERB = (
    rule("fact #job @job hard +now +going_on :self :person", r"(?:[\w'-]+ )+for a living\b"),
)
_SAME = (
    dict.fromkeys(PARTNERS, "partner")
    | dict.fromkeys(("mum", "mama"), "mother")
    | dict.fromkeys(("dad", "papa", "daddy"), "father")
)
_NO_MORE = re.compile(r"\b(?:any ?more|any longer)\b")
_ONE_OF_MANY = words("home job study faith nationality diet origin")
"""Topics under which "not this one" tells nothing about the one that is."""

_CALLED = re.compile(r"\b(?:called|named|name is|name 's) (?P<x>[\w-]+)")
_NO_VALUE = re.compile(
    r"^(?:the |a |an |my |our )+|[,.;:!?(].*$|(?: and| but| because| since| with| "
    r"so| for) .*$"
)


def finding_in(text: str, span: Span) -> tuple[Saying, Finding] | None:
    """What the clause at `span` tells, or None, which is the usual case."""
    saying = saying_of(text, span)
    if not saying or not saying.tokens:
        return None
    for one in _rules_for(saying):
        if found := apply(one, saying):
            return saying, _finished(saying, found)
    return None


def followed_in(text: str, span: Span) -> tuple[Saying, Finding] | None:
    """What a clause about somebody of theirs tells behind "she" or "he": its end counts."""
    told = None
    for saying in followed(text, span):
        for one in _rules_for(saying):
            if not told and (found := apply(one, saying)):
                told = saying, _finished(saying, found)
    return told


def _rules_for(saying: Saying) -> tuple[Rule, ...]:
    if saying.who == "thing":
        return thing_rules(saying.whose)
    if saying.verb == "thing" or saying.name.startswith("favourite "):
        return thing_rules(saying.name)
    return _RULES.get(saying.verb, ()) + _ANY_VERB


def _finished(saying: Saying, found: Finding) -> Finding:
    """The finding with its kind, tags and topic as they are for whom it is about."""
    value = _NO_VALUE.sub("", found.value).strip()
    found = found._replace(value=value)
    if saying.who in {"self", "thing"}:
        return found._replace(topic=_own_topic(saying, found))
    kind = found.kind if found.kind in {"plan", "episode"} else "person"
    whose = saying.whose.split()[-1]
    tags = ("pet", whose) if saying.who == "pet" else ("people", whose)
    extra = tuple(tag for tag in found.tags if tag not in {*tags, "people", "pet", "identity"})
    return found._replace(
        kind="fact" if saying.who == "pet" and kind == "person" else kind,
        tags=(*tags, *extra),
        topic=_their_topic(saying, found),
    )


def is_over(saying: Saying) -> bool:
    """Whether it was so and is no more ("I no longer work there")."""
    return "longer" in saying.adverbs or _NO_MORE.search(saying.rest) is not None


def _own_topic(saying: Saying, found: Finding) -> str:
    if saying.negative and found.topic in _ONE_OF_MANY and not is_over(saying):
        return ""
    if found.topic == "{w}":
        return _colour(
            " ".join(
                w for w in saying.whose.split() if w not in {"kind", "of", "all", "time", "type"}
            )
        ).replace(" ", ":", 1)
    if found.topic.startswith("pet:"):
        return _pet_topic(saying)
    return found.topic


def _colour(words: str) -> str:
    return words.replace("foods", "food").replace("colours", "colour").replace("books", "book")


def _pet_topic(saying: Saying) -> str:
    """ "pet:dog:name" where one animal and its name are told."""
    animals = [word for word in noun_words(saying.rest, 7) if word in PETS]
    if not animals or not _CALLED.search(saying.rest) or animals[-1] in {"dogs", "cats"}:
        return ""
    if "other" in saying.rest.split() or "another" in saying.rest.split():
        return ""
    return f"pet:{SINGULAR.get(animals[-1], animals[-1])}:name"


def _their_topic(saying: Saying, found: Finding) -> str:
    """ "sister:ana:home", "partner", "pet:dog:name"; "" where two could be meant."""
    topic = saying.name if found.topic == "{w}" else found.topic
    if not topic or topic.startswith(("pet:", "taste:")):
        return ""
    whose = "-".join(_SAME.get(word, word) for word in saying.whose.split())
    if saying.who == "pet":
        told_apart = bool(BACKGROUND & set(saying.whose.split()))
        return "" if told_apart and topic == "name" else f"pet:{whose}:{topic}"
    if topic == "name":
        return "partner" if whose == "partner" else f"{whose}:name" if whose in UNIQUE else ""
    name = "" if saying.name == topic or saying.verb == "thing" else saying.name
    return ":".join(
        part for part in (whose, name.replace(" ", "-"), topic.replace(" ", ":")) if part
    )
