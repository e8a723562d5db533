"""How each role samples. Pure; every number was tried on the starter model.

Tried over 55 everyday messages, three of them conversations of nine and ten turns:

- Moods ask for 0.7 ± 0.2, which is bold for a model of a hundred million parameters: at 0.7 nine of
  the 55 replies wandered off, at 0.4 five. So all moods are taken down by the same `COOLER` and
  differ as before. Cutting the tail instead (min-p 0.2 at 0.7) was no better than 0.7.
- It says its own earlier sentences again, turn after turn. DRY, looking back over the whole
  conversation, ends that; from three or four tokens on it also bent names (a cat named Minka became
  Minki), from six on it does not.
- Penalties garble code, so the coder has none.
"""

from __future__ import annotations

from sel.affect.expression import Expression
from sel.engine.types import Sampling

SMALL = 1_000_000_000
"""Models with fewer parameters are led: cooler, given first words and an end to their reply."""
COOLER = 0.3
"""What is taken off a mood's temperature for a small model."""

CODER_TEMPERATURE = 0.2
LEAST_TOKENS = 16
CODE_TOKENS = 4
"""How many times longer a reply with code may be than one in prose."""


def is_small(parameters: int) -> bool:
    """Whether a model is known to be small; a size of 0 is not known."""
    return 0 < parameters < SMALL


def sampling_for(
    role: str, expression: Expression, *, small: bool = False, seed: int | None = None
) -> Sampling:
    """The sampling of a role in this mood."""
    if role == "coder":
        return Sampling(
            temperature=CODER_TEMPERATURE,
            min_p=0.1,
            repeat_penalty=1.0,
            dry_multiplier=0.0,
            seed=seed,
        )
    return Sampling(
        temperature=round(expression.temperature - (COOLER if small else 0.0), 3),
        min_p=0.08,
        repeat_penalty=1.05,
        dry_multiplier=0.8,
        dry_allowed_length=6,
        dry_last_n=2048,
        seed=seed,
    )


def limit_for(role: str, expression: Expression, most: int) -> int:
    """How many tokens the reply should have at most; `most` is the setting.

    A mood shortens a reply to no less than `LEAST_TOKENS`, unless the setting is less.
    """
    if role == "coder":
        return most * CODE_TOKENS
    return max(min(most, LEAST_TOKENS), round(most * expression.tokens))
