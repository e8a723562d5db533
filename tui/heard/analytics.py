"""What was found in the hormones' history in words: the chosen one first, then all. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tui.drawings import words
from tui.drawings.found import NAMES, Looked, missing
from tui.drawings.together import NOTHING as NO_PAIR
from tui.drawings.together import close, known
from tui.drawings.trends import is_clear
from tui.drawings.unusual import NOTHING as NOTHING_UNUSUAL
from tui.drawings.unusual import episodes
from tui.heard.page import CHOSEN, percent, went

Lines = Iterator[str]
MOST = 20
"""Rows of a kind that are told."""


def told(seen: Looked, section: int) -> list[str]:
    """A section: the chosen hormone as a curve in a sentence, then what was found of all."""
    levels = seen.hours.means.get(seen.chosen, ())
    chosen = f"{CHOSEN}{seen.chosen}, {went(levels, percent)}."
    return [chosen, *_TELLERS[section](seen)]


def _of_each(seen: Looked, tell: Callable[[Any], str]) -> Lines:
    for name in NAMES:
        entry = seen.entry(name)
        yield f"{name}: {missing(entry) or tell(entry)}"


def _trends(seen: Looked) -> Lines:
    yield "Where it goes:"
    yield from _of_each(seen, _trend)


def _trend(entry: Mapping[str, Any]) -> str:
    if not is_clear(entry):
        return "no trend"
    way = "rising" if entry["change"] > 0 else "falling"
    return f"{way} by {percent(abs(entry['change']))}, {entry['size']}"


def _unusual(seen: Looked) -> Lines:
    found = episodes(seen)
    yield "Out of the usual, the newest first:" if found else NOTHING_UNUSUAL
    for name, one in found[:MOST]:
        reasons = ", ".join(map(str, one["reasons"])) or "nothing I know of"
        value, usual = percent(one["value"]), percent(one["usual"])
        yield f"{words.when(one['at'])}: {name} {value}, usually {usual}; {reasons}"
    for name in NAMES:
        if why := missing(seen.entry(name)):
            yield f"{name}: {why}"


def _together(seen: Looked) -> Lines:
    found = [entry for entry in known(seen) if close(entry)]
    found.sort(key=lambda entry: seen.chosen not in (entry["one"], entry["other"]))
    yield "What goes together, the chosen one's first:" if found else NO_PAIR
    for entry in found[:MOST]:
        one, other = entry["one"], entry["other"]
        way = f"{one} and {other} go together" if entry["r"] > 0 else f"{one} up, {other} down"
        yield f"{way}: {entry['strength']}, from {entry['n']:,} readings"


def _rhythm(seen: Looked) -> Lines:
    best = seen.analysis.found.get("best_hours")
    if isinstance(best, list) and best:
        yield f"Best to talk: {', '.join(words.hour(one['hour']) for one in best[:3])}."
    else:
        yield "The best hours to talk are not known yet."
    yield "By the hour of the day:"
    yield from _of_each(seen, _day)


def _day(entry: Mapping[str, Any]) -> str:
    return f"highest at {words.hour(entry['peak'])}, lowest at {words.hour(entry['trough'])}"


def _ahead(seen: Looked) -> Lines:
    yield "The day ahead:"
    yield from _of_each(seen, _day_ahead)


def _day_ahead(steps: Sequence[Mapping[str, Any]]) -> str:
    if not steps:
        return "nothing can be told"
    low = min(steps, key=lambda step: step["level"])
    high = max(steps, key=lambda step: step["level"])
    ends = (
        f"{end} {percent(step['level'])} at {words.hour(step['hour'])}"
        for end, step in (("lowest", low), ("highest", high))
    )
    return ", ".join(ends)


def places(
    found: Mapping[str, Mapping[str, Any]], channel: str, names: Mapping[str, str]
) -> list[str]:
    """Every other channel: each hormone here and there."""
    lines = []
    for other, hormones in found.items():
        lines.append(f"{names.get(channel, channel)} beside {names.get(other, other)}:")
        for name in NAMES:
            entry: Any = hormones.get(name)
            lines.append(f"{name}: {missing(entry) or _beside(entry)}")
    return lines or ["I have been in one place only, so far."]


def _beside(entry: Mapping[str, Any]) -> str:
    here, there = entry["first"], entry["second"]
    return f"{percent(here)} here, {percent(there)} there, {entry['verdict']}"


_TELLERS: Sequence[Callable[[Looked], Lines]] = (_trends, _unusual, _together, _rhythm, _ahead)
"""One per analysis, in their order."""
