"""What `sel mood trends` and its like print: lines of 80 columns at most, with small pictures.

Colours only where asked for; without them it is plain text.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence

from sel.affect import clock
from sel.affect.analytics.anomalies import Anomaly
from sel.affect.analytics.circadian import Rhythm
from sel.affect.analytics.correlations import Correlation
from sel.affect.analytics.forecast import Ahead
from sel.affect.analytics.looking import Found, Window
from sel.affect.analytics.points import NotEnough
from sel.affect.analytics.trends import Trend
from sel.affect.analytics.use import Hour
from sel.affect.hormones import NAMES
from sel.cli.plain import safe

SHADES = "▁▂▃▄▅▆▇█"
SPARK = 24
"""Columns of a sparkline."""
BAR = 10
WIDTH = 80
EPISODES = 15
PAIRS = 12
BEST = 3

BOLD, SOFT, WARM, GLAD = "1", "2", "33", "32"
"""Terminal styles (SGR)."""

Paint = Callable[[str, str], str]


def lines(
    action: str, channel: str, window: Window | None, found: Found | NotEnough, *, colour: bool
) -> Iterator[str]:
    """The lines of one action."""
    paint = _painted if colour else _unpainted
    if window is not None:
        yield paint(_heading(action, safe(channel), window), BOLD)
        yield ""
    missing = _all_missing(found)
    if window is not None and missing is None and not isinstance(found, NotEnough):
        yield from DRAWERS[action](window, found, paint)
    elif missing is not None:
        yield missing.why if window is None else f"Not enough yet: {missing.why}."


def _all_missing(found: Found | NotEnough) -> NotEnough | None:
    """What there is not enough of, where nothing at all can be told."""
    if isinstance(found, NotEnough):
        return found
    whys = [one for one in found.values() if isinstance(one, NotEnough)]
    return whys[0] if len(whys) == len(found) else None


def _painted(text: str, style: str) -> str:
    return f"\x1b[{style}m{text}\x1b[0m"


def _unpainted(text: str, _: str) -> str:
    return text


def _heading(action: str, channel: str, window: Window) -> str:
    until = clock.local(window.until, window.zone)
    n = len(window.readings)
    kind = f"{n} reading{'' if n == 1 else 's'} ({window.tier.name})"
    return f"{action.capitalize()} of {channel}, to {until:%d %b %Y %H:%M}, {kind}"[:WIDTH]


# ---------------------------------------------------------------- trends


def _trends(window: Window, found: Found, paint: Paint) -> Iterator[str]:
    yield paint(f"{'':<14}{'':<{SPARK}}   per hour   change    R²       p  size", SOFT)
    for name in NAMES:
        one: Trend | NotEnough = found[name]
        spark = _over_time(window, name)
        if isinstance(one, NotEnough):
            yield f"{name:<14}{spark}   {_missing(one)}"
            continue
        row = f"{one.slope:+.4f}  {one.change:+.3f}  {one.r2:.2f}  {_chance(one.p)}  "
        style = {"major": BOLD, "moderate": WARM}.get(one.size, SOFT)
        yield f"{name:<14}{spark}    {row}{paint(one.size, style)}"


def _over_time(window: Window, name: str) -> str:
    """The window's readings in equal spans of time, blank where there are none."""
    at, values = window.readings.at, window.readings.columns[name]
    if not at:
        return " " * SPARK
    start, span = at[0], max(at[-1] - at[0], 1.0)
    rows: list[list[float]] = [[] for _ in range(SPARK)]
    for when, value in zip(at, values, strict=True):
        rows[min(SPARK - 1, int((when - start) / span * SPARK))].append(value)
    return spark([sum(row) / len(row) if row else None for row in rows])


# ---------------------------------------------------------------- anomalies


def _anomalies(window: Window, found: Found, paint: Paint) -> Iterator[str]:
    for name in NAMES:
        if isinstance(found[name], NotEnough):
            yield f"{name:<14}{_missing(found[name])}"
    rows = [(one, name) for name in NAMES if isinstance(found[name], list) for one in found[name]]
    if not rows:
        if any(isinstance(found[name], list) for name in NAMES):
            yield "Nothing unusual."
        return
    worst = sorted(rows, key=lambda row: -row[0].severity)[:EPISODES]
    yield paint(f"{'':<14}{'':<13}{'severity':<{BAR + 6}}beyond usual", SOFT)
    for one, name in sorted(worst, key=lambda row: row[0].at):
        yield from _episode(window, one, name, paint)
    if len(rows) > len(worst):
        yield paint(f"and {len(rows) - len(worst)} smaller ones", SOFT)


def _episode(window: Window, one: Anomaly, name: str, paint: Paint) -> Iterator[str]:
    when = clock.local(one.at, window.zone)
    bar = paint(_bar(one.severity), WARM if one.z > 0 else GLAD)
    lasted = f" for {_span(one.end - one.start)}" if one.end > one.start else ""
    yield (
        f"{when:%d %b %H:%M}  {name:<13}{bar} {one.severity:.2f}  "
        f"{one.value - one.usual:+.2f}{lasted}"
    )
    if one.reasons:
        said = ", ".join(dict.fromkeys(safe(reason) for reason in one.reasons))
        yield paint(_cut(f"{'':<14}{' '.join(said.split())}"), SOFT)


# ---------------------------------------------------------------- correlations


def _correlations(_: Window, found: Found, paint: Paint) -> Iterator[str]:
    rows = [one for one in found.values() if isinstance(one, Correlation)]
    told = sorted((one for one in rows if one.strength != "none"), key=lambda one: -abs(one.r))
    if told:
        yield paint(f"{'':<28}−1    0    +1      r      ρ       p  strength", SOFT)
    for one in told[:PAIRS]:
        style = {"strong": BOLD, "moderate": WARM}.get(one.strength, SOFT)
        figures = f"{one.r:+.2f}  {one.rho:+.2f}  {_chance(one.p)}  "
        yield (
            f"{one.one:<14}{one.other:<14}{_both_ways(one.r)}  {figures}"
            f"{paint(one.strength, style)}"
        )
    if len(told) > PAIRS:
        yield paint(f"and {len(told) - PAIRS} weaker pairs", SOFT)
    rest = len(rows) - len(told)
    if rest:
        yield f"{rest} pair{'' if rest == 1 else 's'} that go their own ways."
    if len(rows) < len(found):
        whys = dict.fromkeys(one.why for one in found.values() if isinstance(one, NotEnough))
        yield _cut(f"Not enough yet for {len(found) - len(rows)}: {'; '.join(whys)}.")


def _both_ways(r: float) -> str:
    """A bar from the middle, to the left for what goes against each other."""
    half = 6
    full = round(abs(r) * half)
    left, right = (full, 0) if r < 0 else (0, full)
    return f"{'·' * (half - left)}{'█' * left}│{'█' * right}{'·' * (half - right)}"


# ---------------------------------------------------------------- circadian


def _circadian(window: Window, found: Found, paint: Paint) -> Iterator[str]:
    yield paint(f"{'':<14}0     6     12    18        peak  trough  amplitude  strength", SOFT)
    for name in NAMES:
        one: Rhythm | NotEnough = found[name]
        spark = _by_hour(window, name)
        if isinstance(one, NotEnough):
            yield f"{name:<14}{spark}  {_missing(one)}"
            continue
        row = f"{_clock(one.peak)}   {_clock(one.trough)}       {one.amplitude:.3f}      "
        style = BOLD if one.strength > 0.5 else SOFT
        yield f"{name:<14}{spark}  {row}{paint(f'{one.strength:.2f}', style)}"
    best: list[Hour] | NotEnough = found["best_hours"]
    if isinstance(best, list):
        hours = ", ".join(f"{one.hour:02d}–{(one.hour + 1) % 24:02d} h" for one in best[:BEST])
        yield ""
        yield f"Best hours to talk: {hours}."


def _by_hour(window: Window, name: str) -> str:
    rows: list[list[float]] = [[] for _ in range(24)]
    for when, value in zip(window.hourly.at, window.hourly.columns[name], strict=True):
        rows[int(clock.local_hour(when, window.zone))].append(value)
    return spark([sum(row) / len(row) if row else None for row in rows])


# ---------------------------------------------------------------- forecast


def _forecast(window: Window, found: Found, paint: Paint) -> Iterator[str]:
    first: Sequence[Ahead] = found[NAMES[0]]
    marks = "".join(f"{f'{int(first[n].hour):02d}h':<6}" for n in range(0, SPARK, 6))
    yield paint(f"{'':<14}{marks}   now  in 6 hours      in 24 hours", SOFT)
    for name, now in zip(NAMES, window.levels, strict=True):
        hours: Sequence[Ahead] = found[name]
        yield (
            f"{name:<14}{spark([one.level for one in hours])}  {now:.2f}  "
            f"{_interval(hours[5])}  {_interval(hours[-1])}"
        )
    yield ""
    yield paint("In brackets: what holds the level four times in five.", SOFT)


def _interval(one: Ahead) -> str:
    return f"{one.level:.2f} ({one.low:.2f}–{one.high:.2f})"[:16]


# ---------------------------------------------------------------- parts


def spark(values: Sequence[float | None]) -> str:
    """Block characters between the lowest and highest value; a blank for None. What moves less
    than a hundredth stays low, so that noise does not look like mountains."""
    known = [value for value in values if value is not None]
    if not known:
        return " " * len(values)
    low, span = min(known), max(max(known) - min(known), 0.01)
    return "".join(
        " " if value is None else SHADES[min(7, int((value - low) / span * 8))] for value in values
    )


def _bar(share: float) -> str:
    full = min(BAR, max(0, math.ceil(share * BAR)))
    return "█" * full + "·" * (BAR - full)


def _chance(p: float) -> str:
    return "<0.001" if p < 0.001 else f"{p:6.3f}"


def _clock(hour: float) -> str:
    minutes = round(hour * 60) % 1440
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _span(seconds: float) -> str:
    for size, unit in ((86_400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.1f}".removesuffix(".0") + f" {unit}"
    return f"{seconds:.0f} s"


def _missing(one: NotEnough) -> str:
    return _cut(f"not enough yet: {one.why}", WIDTH - 14 - SPARK - 3)


def _cut(text: str, most: int = WIDTH) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


DRAWERS: Mapping[str, Callable[[Window, Found, Paint], Iterator[str]]] = {
    "trends": _trends,
    "anomalies": _anomalies,
    "correlations": _correlations,
    "circadian": _circadian,
    "forecast": _forecast,
}
