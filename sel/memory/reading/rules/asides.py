"""What people take for granted while they speak of something else."""

from __future__ import annotations

from sel.memory.reading.oblique import Cue
from sel.memory.reading.rules.belongings import BELONGINGS
from sel.memory.reading.rules.customs import CUSTOMS
from sel.memory.reading.rules.frailties import FRAILTIES
from sel.memory.reading.rules.idioms import IDIOMS
from sel.memory.reading.rules.kinships import KINSHIPS
from sel.memory.reading.rules.manners import MANNERS
from sel.memory.reading.rules.roles import ROLES_CUES

ASIDES: tuple[Cue, ...] = (
    *ROLES_CUES,
    *FRAILTIES,
    *KINSHIPS,
    *CUSTOMS,
    *MANNERS,
    *BELONGINGS,
    *IDIOMS,
)
