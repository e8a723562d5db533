"""Which agent a sentence asks for: by name, or by what it says. Pure, and rather none than wrong.

A sentence about time, sums or dice is not yet a request: matchers see the whole of it, stripped of
politeness (`words.bare`), and say how sure they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from sel.agents import catalogue, schema
from sel.agents.told import Refusal
from sel.agents.types import Agent, Choice
from sel.agents.words import bare

SURE = 0.8
"""Confidence from which an agent is asked without being named."""
TRIGGERED = 0.9
NAMED = 1.0

_SLASH = re.compile(r"/agents?\s+(?P<name>[\w.-]{1,120})(?:\s+(?P<words>.*))?", re.DOTALL)
_SPOKEN = re.compile(
    r"(?:ask|use|run|call)(?: the)? (?:agent (?P<first>[\w.-]{1,80})|(?P<second>[\w.-]{1,80})"
    r" agent)"
    r"(?:(?:\s*[:,]\s*|\s+(?:to|for|with|on|about)\s+)(?P<words>.+))?",
    re.IGNORECASE | re.DOTALL,
)
_GAP = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_MOST_GAPS = 2
"""More than two gaps in a trigger would make matching slow, and mean little."""


def choose(text: str, agents: Mapping[str, Agent]) -> Choice | None:
    """The agent that `text` asks for, if one is named or surely meant.

    Raises `Refusal` for a named one that there is not, or whose arguments cannot be read.
    """
    return named(text, agents) or matched(text, agents)


def named(text: str, agents: Mapping[str, Agent]) -> Choice | None:
    """`/agent dice 2d6`, or "ask the dice agent for 2d6"."""
    text = text.strip()
    if found := _SLASH.fullmatch(text):
        name = found["name"]
        if name not in agents:
            raise Refusal(f"There is no agent called {name[:40]}. /agents names them.")
    elif found := _SPOKEN.fullmatch(bare(text)):
        name = (found["first"] or found["second"]).lower()
        if name not in agents:
            return None
    else:
        return None
    words = (found["words"] or "").strip()
    return Choice(name, arguments(words, agents[name]), NAMED, "named")


def arguments(words: str, agent: Agent) -> Mapping[str, object]:
    """What a person typed behind an agent's name, as its arguments. Raises `Refusal`."""
    matcher = catalogue.matchers().get(agent.name) if agent.source == "built-in" else None
    found = matcher(bare(words)) if matcher and words else None
    return found.arguments if found else schema.from_words(words, agent.schema)


def matched(text: str, agents: Mapping[str, Agent]) -> Choice | None:
    """The surest agent for a sentence that names none; None below `SURE`."""
    wish = bare(text)
    if not wish:
        return None
    found = [*_by_built_in(wish, agents), *_by_trigger(wish, agents.values())]
    best = max(found, key=lambda choice: choice.confidence, default=None)
    return best if best is not None and best.confidence >= SURE else None


def _by_built_in(wish: str, agents: Mapping[str, Agent]) -> Iterable[Choice]:
    for name, matcher in catalogue.matchers().items():
        if name in agents and agents[name].source == "built-in" and (found := matcher(wish)):
            yield Choice(name, found.arguments, found.confidence, found.reason)


def _by_trigger(wish: str, agents: Iterable[Agent]) -> Iterable[Choice]:
    for agent in agents:
        for trigger in agent.triggers:
            pattern = _pattern(trigger)
            if pattern is None or (found := pattern.fullmatch(wish)) is None:
                continue
            properties = agent.schema.get("properties", {})
            given = {
                name: schema.typed(value, properties[name])
                for name, value in found.groupdict().items()
                if name in properties
            }
            yield Choice(agent.name, given, TRIGGERED, f"sounds like “{trigger}”")


@lru_cache(maxsize=256)
def _pattern(trigger: str) -> re.Pattern[str] | None:
    """A trigger such as "tell me a joke about {topic}"; None for one with unusable gaps."""
    gaps = _GAP.findall(trigger)
    if len(gaps) > _MOST_GAPS or len(set(gaps)) < len(gaps):
        return None
    literal = bare(_GAP.sub(lambda found: f"\0{found[1]}\0", trigger)).split("\0")
    if not re.search(r"\w", "".join(literal[::2])):
        return None  # all gap: it would take every sentence
    parts = (
        f"(?P<{part}>.+?)" if number % 2 else re.escape(part) for number, part in enumerate(literal)
    )
    return re.compile("".join(parts), re.IGNORECASE)
