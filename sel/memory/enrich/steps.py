"""Enrichment step by step for whoever wants to show what is made."""

from __future__ import annotations

from dataclasses import dataclass

from sel.memory.enrich.enricher import Books, Enricher, Made
from sel.memory.enrich.writing import Write


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one step did. `left` is how many are known to be still due; `more` whether to go on;
    `removed` counts summaries that went because nothing they were made of is left."""

    more: bool
    left: int
    made: tuple[Made, ...] = ()
    removed: int = 0


class Steps:
    """An enricher that tells of each step. Not thread-safe."""

    def __init__(  # noqa: PLR0913 - as the enricher's own
        self,
        books: Books,
        zone: str,
        person: str,
        *,
        wait: bool,
        write: Write | None = None,
        parameters: float = 0.0,
    ) -> None:
        """For the memories of one person; the rest is `Enricher`'s."""
        self._made: list[Made] = []
        self._enricher = Enricher(
            books,
            zone,
            persons=(person,),
            wait=wait,
            write=write,
            parameters=parameters,
            tell=self._made.append,
        )

    def step(self, now: float) -> Step:
        """Do one small piece of work. Raises `StoreError`."""
        removed = self._enricher.counts["removed"]
        more = self._enricher.step(now)
        made, self._made[:] = tuple(self._made), ()
        return Step(
            more=more,
            left=self._enricher.left,
            made=made,
            removed=self._enricher.counts["removed"] - removed,
        )
