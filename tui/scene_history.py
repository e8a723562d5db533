"""Weeks to look at: how hormones went, and what analyses find in them. For pictures and tests."""

from __future__ import annotations

import itertools
import math
import random
from typing import Any

from tui.blank import BlankAnalysis, BlankHappening, BlankHours
from tui.mood import HORMONES
from tui.scene import NOON

HOUR = 3600.0
SHAPES = {
    "dopamine": (0.31, 0.12, 15.5),
    "serotonin": (0.36, 0.07, 12.0),
    "oxytocin": (0.42, 0.10, 20.5),
    "cortisol": (0.22, 0.13, 8.2),
    "adrenaline": (0.10, 0.05, 10.0),
    "melatonin": (0.28, 0.24, 3.0),
    "testosterone": (0.17, 0.05, 7.5),
    "estrogen": (0.14, 0.02, 14.0),
}
"""Middle, amplitude, and the hour of the peak."""
CHANNELS = ("desk", "garden")
HAPPENINGS = (
    (0.6, "thanks"),
    (2.2, "a worried question"),
    (7.5, "it works"),
    (19.0, "a joke"),
    (26.0, "harsh words"),
    (50.0, "a long silence"),
)
"""Hours ago, and why."""


def level(name: str, at: float, chance: random.Random | None = None) -> float:
    """A hormone at a moment, with a little of what a day brings."""
    middle, swing, peak = SHAPES[name]
    noise = chance.gauss(0, 0.02) if chance else 0.0
    drift = {"oxytocin": 0.012, "cortisol": -0.008}.get(name, 0.0) * (at - NOON) / 86_400
    wave = swing * math.cos((at / HOUR - peak) / 24 * math.tau)
    return min(max(middle + wave + drift + noise, 0.0), 1.0)


def hours(channel: str = "desk", hours: float = 24.0) -> BlankHours:
    """So many hours, with a night's sleep of the machine in each day."""
    chance = random.Random(11)  # noqa: S311 - a picture, the same each time
    step = HOUR / 4 if hours <= 24 else HOUR
    since = NOON - hours * HOUR
    moments = [since + step * (number + 0.5) for number in range(int(hours * HOUR / step))]
    awake = tuple(at for at in moments if not 3 <= at / HOUR % 24 < 6)
    means = {name: [level(name, at, chance) for at in awake] for name in HORMONES}
    for number, at in enumerate(awake):
        means["cortisol"][number] += 0.28 * math.exp(-abs(at - (NOON - 26 * HOUR)) / 5000)
        means["oxytocin"][number] += 0.12 * math.exp(-abs(at - (NOON - 0.6 * HOUR)) / 5000)
    return BlankHours(
        channel=channel,
        since=since,
        until=NOON,
        tier="5 minutes" if hours <= 168 else "hours",
        seconds=round(step),
        at=awake,
        means={name: tuple(levels) for name, levels in means.items()},
        happenings=tuple(
            BlankHappening(at=NOON - ago * HOUR, reason=reason)
            for ago, reason in reversed(HAPPENINGS)
            if ago <= hours
        ),
        kept=True,
    )


def analysis(name: str, days: float | None = None) -> BlankAnalysis:
    """What an analysis of this name finds."""
    span = days or 7.0
    return BlankAnalysis(
        since=NOON - span * 86_400,
        until=NOON,
        tier="5 minutes" if span <= 7 else "hours",
        readings=int(span * 21 * 12),
        enough=True,
        why="",
        found=FOUND[name](span),
    )


def _trends(span: float) -> dict[str, Any]:
    slopes = {"oxytocin": 0.012, "cortisol": -0.008, "dopamine": 0.004}
    found: dict[str, Any] = {}
    for name in HORMONES:
        slope = slopes.get(name, 0.0005)
        change = slope * span
        size = "moderate" if abs(change) > 0.05 else "minor"
        found[name] = {
            "slope": slope / 24,
            "change": change,
            "hours": span * 24,
            "r2": 0.61 if abs(slope) > 0.001 else 0.04,
            "p": 0.0004 if abs(slope) > 0.001 else 0.4,
            "n": 168,
            "size": size,
        }
    return found


def _anomalies(span: float) -> dict[str, Any]:
    found: dict[str, Any] = {name: [] for name in HORMONES}
    rows = (
        ("cortisol", 26.0, 0.58, 0.27, 0.84, ["harsh words", "a worried question"]),
        ("adrenaline", 25.8, 0.31, 0.11, 0.42, ["harsh words"]),
        ("oxytocin", 0.6, 0.66, 0.52, 0.36, ["thanks"]),
        ("dopamine", 7.5, 0.49, 0.38, 0.22, ["it works"]),
    )
    for name, ago, value, usual, severity, reasons in rows:
        if ago <= span * 24:
            at = NOON - ago * HOUR
            found[name].append(
                {
                    "start": at - 900,
                    "end": at + 2700,
                    "at": at,
                    "value": value,
                    "usual": usual,
                    "z": severity * 7,
                    "severity": severity,
                    "reasons": reasons,
                }
            )
    found["estrogen"] = {"enough": False, "why": "it hardly moved", "have": 3, "need": 12}
    return found


def _correlations(_span: float) -> dict[str, Any]:
    strong = {
        ("dopamine", "oxytocin"): 0.78,
        ("cortisol", "adrenaline"): 0.83,
        ("serotonin", "cortisol"): -0.56,
        ("dopamine", "melatonin"): -0.71,
        ("oxytocin", "cortisol"): -0.38,
        ("testosterone", "melatonin"): -0.34,
    }
    found: dict[str, Any] = {}
    for one, other in itertools.combinations(HORMONES, 2):
        r = strong.get((one, other), 0.05)
        size = abs(r)
        word = "strong" if size > 0.7 else "moderate" if size > 0.5 else "weak"
        found[f"{one} and {other}"] = {
            "one": one,
            "other": other,
            "r": r,
            "p": 1e-9 if size > 0.3 else 0.4,
            "rho": r * 0.96,
            "rho_p": 1e-8,
            "n": 168,
            "strength": word if size > 0.3 else "none",
        }
    return found


def _circadian(_span: float) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: {
            "middle": middle,
            "amplitude": swing,
            "peak": peak,
            "trough": (peak + 12) % 24,
            "strength": min(swing * 5, 0.95),
            "p": 1e-6,
            "n": 640,
        }
        for name, (middle, swing, peak) in SHAPES.items()
    }
    found["estrogen"] = {"enough": False, "why": "it hardly moves by day", "have": 9, "need": 24}
    found["best_hours"] = [
        {"hour": hour, "score": 0.7 - 0.04 * place, "n": 26}
        for place, hour in enumerate((20, 21, 15, 16))
    ]
    return found


def _soon(name: str, ahead: int) -> float:
    """A hormone so many hours ahead: its day, and what is left of the last thanks."""
    warm = 0.1 * math.exp(-ahead / 2) if name == "oxytocin" else 0.0
    return level(name, NOON + HOUR * (ahead + 1)) + warm


def _forecast(_span: float) -> dict[str, Any]:
    return {
        name: [
            {
                "at": NOON + HOUR * (ahead + 1),
                "hour": (NOON / HOUR + ahead + 1) % 24,
                "low": max(_soon(name, ahead) - 0.02 - 0.004 * ahead, 0.0),
                "level": _soon(name, ahead),
                "high": min(_soon(name, ahead) + 0.02 + 0.004 * ahead, 1.0),
            }
            for ahead in range(24)
        ]
        for name in HORMONES
    }


FOUND = {
    "trends": _trends,
    "anomalies": _anomalies,
    "correlations": _correlations,
    "circadian": _circadian,
    "forecast": _forecast,
}


def comparison() -> dict[str, dict[str, Any]]:
    """The desk beside the garden."""
    verdicts = {"oxytocin": "higher", "cortisol": "lower"}
    rows: dict[str, Any] = {}
    for name, (middle, _, _) in SHAPES.items():
        verdict = verdicts.get(name, "alike")
        apart = {"higher": 0.11, "lower": -0.09}.get(verdict, 0.01)
        rows[name] = {
            "first": middle + apart,
            "second": middle,
            "difference": apart,
            "wins": 0.5 + apart * 3,
            "p": 0.001 if verdict != "alike" else 0.4,
            "n": [168, 96],
            "verdict": verdict,
        }
    return {"garden": rows}
