"""A person's weeks with SEL, made up: talks more in the evening, now and then a harsh day."""

from random import Random

from sel.affect import clock, dynamics
from sel.affect.history.pyramid import History
from sel.affect.hormones import NAMES, Levels, clamp
from sel.affect.stimuli import NEGATIVE, POSITIVE

START = 1_789_999_500.0
"""Five minutes past an hour, so that six samples lie around each hour's middle."""

STEP = 10.0
"""Minutes between two samples."""

TALKS = {7: 0.3, 8: 0.25, 12: 0.2, 13: 0.1, 18: 0.2, 19: 0.35, 20: 0.4, 21: 0.4, 22: 0.15}
"""The chance of a message in ten minutes, by local hour; any other hour: 0.02 by day."""


def felt(levels: Levels, random: Random, harsh: float) -> Levels:
    """Levels after a message, kind or harsh."""
    effect = NEGATIVE if random.random() < harsh else POSITIVE
    strength = random.uniform(0.05, 1.0)
    return tuple(
        clamp(level + effect.get(name, 0.0) * strength)
        for name, level in zip(NAMES, levels, strict=True)
    )


def life(days: int, seed: int, zone: str, start: float = START) -> History:
    """The history of so many days, a sample each ten minutes."""
    random, history = Random(seed), History(zone)
    at, levels, silence, harsh = start, dynamics.rest(clock.local_hour(start, zone)), 0.0, 0.2
    for step in range(int(days * 1440 / STEP)):
        hour = clock.local_hour(at, zone)
        if step % 144 == 0:
            harsh = random.choice([0.05, 0.1, 0.1, 0.3, 0.7])
        chance = TALKS.get(int(hour), 0.02 if 7 <= hour < 23 else 0.0)
        if random.random() < chance:
            levels, silence = felt(levels, random, harsh), 0.0
        history.add(at, levels)
        levels = dynamics.advance(levels, STEP, hour, silence)
        silence += STEP
        at += STEP * 60
    return history
