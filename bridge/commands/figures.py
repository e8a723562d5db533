"""What SEL knows of itself, in figures: what was saved, and why what was not answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from bridge.commands.asked import Answer
from bridge.commands.deps import Deps
from bridge.commands.harmless import shown

if TYPE_CHECKING:
    from sel.brain.insight import Insight

LISTED = 12
"""Reasons for silence that are listed, the most frequent first."""


async def cache_stats(deps: Deps) -> Answer:
    """How often something had been made before. Raises `SelError`."""
    kinds = (await deps.mind.insight()).cache
    used = {kind: row for kind, row in kinds.items() if row.hits or row.misses}
    if not used:
        return Answer("Nothing was looked up in the cache so far.")
    rows = [f"{'':<15}{'hits':>6}{'misses':>8}{'rate':>6}{'kept':>7}{'tokens saved':>14}"]
    rows += [
        f"{kind:<15}{row.hits:>6,}{row.misses:>8,}{row.hit_rate:>6.0%}{row.entries:>7,}"
        f"{row.tokens_saved:>14,}"
        for kind, row in used.items()
    ]
    seconds = sum(row.seconds_saved for row in used.values())
    return Answer(f"{_block(rows)}It saved {_time(seconds)} of making replies.")


async def stats(deps: Deps) -> Answer:
    """Replies, their speed, and every reason why something was not answered. Raises `SelError`."""
    insight = await deps.mind.insight()
    rows = [*_engine(insight), *_replies(insight)]
    silences = Counter(insight.silences)
    silences.update(deps.silences())
    return Answer(f"{_block(rows)}{_silent(silences)}")


def _engine(insight: Insight) -> list[str]:
    return [
        f"{'up for':<16}{_time(insight.at - insight.since):>12}",
        f"{'engine':<16}{insight.engine.state:>12}",
    ]


def _replies(insight: Insight) -> list[str]:
    told = [one.stats for one in insight.replies]
    if not told:
        return ["no reply yet"]
    first = sorted(one.first_token_seconds for one in told)
    speeds = sorted(one.tokens_per_second for one in told if one.tokens_per_second)
    rows = [
        f"{'last replies':<16}{len(told):>12,}",
        f"{'first token':<16}{_time(first[(len(first) - 1) // 2]):>12}",
    ]
    if speeds:
        rows.append(f"{'tokens a second':<16}{speeds[(len(speeds) - 1) // 2]:>12.1f}")
    return rows


def _silent(silences: Mapping[str, int]) -> str:
    if not silences:
        return "Everything said to me was answered."
    rows = [
        f"- {count:,} × {shown(reason)}" for reason, count in Counter(silences).most_common(LISTED)
    ]
    return "\n".join(["**Not answered, and why**", *rows])


def _block(rows: list[str]) -> str:
    body = "\n".join(rows)
    return f"```\n{body}\n```\n"


def _time(seconds: float) -> str:
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 120:
        return f"{seconds:.1f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"
