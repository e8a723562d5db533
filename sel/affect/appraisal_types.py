"""What a message means for the hormones: the one type between appraisal and stimuli.

Who reads messages (`sel.affect.appraisal`) returns it, who moves hormones (`sel.affect.stimuli`)
takes it; neither knows the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

Signal = Literal[
    "shouting",  # more than half of the letters are capitals
    "exclaiming",  # "!!!"
    "thanks",  # gratitude
    "success",  # "it works"
    "joke",  # something meant to be funny
    "meme",  # a picture or phrase passed around for fun
    "mention",  # SEL was called by name
    "conflict",  # a quarrel, with SEL or told of
    "hurt",  # the person is hurt or anxious
    "urgent",  # help is wanted now
    "question",  # an answer is wanted
]
"""What a message does, apart from how pleasant it is."""

SIGNALS: frozenset[str] = frozenset(get_args(Signal))
"""Every signal the stimuli know; others are allowed and ignored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal:
    """What a message means for the hormones.

    `valence` is −1 (bad) to 1 (good), under 0.15 either way is neutral; `arousal` is 0..1;
    `emotions` are weights 0..1 by name; `reasons` say in words what was noticed, without quoting
    the person at length; `signals` are names of `SIGNALS`.
    """

    valence: float = 0.0
    arousal: float = 0.0
    emotions: dict[str, float] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    signals: frozenset[str] = frozenset()
