"""How often the right memory is found among small talk, with the real embedder."""

from pathlib import Path

import pytest
from indexed import memory, questions
from lent import LentEmbedder

from sel.memory.index.index import Index

FILLERS = 300
"""Of the set's 2,000: embedding them all would take a minute."""


def shares(ranks: list[int]) -> tuple[float, float]:
    """How many are first, and how many among the first five."""
    return sum(r < 1 for r in ranks) / len(ranks), sum(r < 5 for r in ranks) / len(ranks)


@pytest.mark.real
@pytest.mark.asyncio(loop_scope="session")
async def test_facts_are_found_among_small_talk_better_than_by_cosine(
    lent_embedder: LentEmbedder, tmp_path: Path
) -> None:
    facts, asked, fillers = questions("held")
    texts = facts + fillers[:FILLERS]
    rows = await lent_embedder.embed([*texts, *asked])
    stored, wanted = rows[: len(texts)], rows[len(texts) :]
    index = Index.open(tmp_path / "vectors", "all-MiniLM-L6-v2", 384)
    index.add_many(
        [
            (memory(f"{n}", text), row)
            for n, (text, row) in enumerate(zip(texts, stored, strict=True))
        ]
    )
    found, plain = [], []
    for n, (question, row) in enumerate(zip(asked, wanted, strict=True)):
        hits = index.search(question, row, person="ana", scopes=None, k=5, now=2000.0)
        found.append([*[id for id, _, _ in hits], f"{n}"].index(f"{n}"))
        near = index.nearest(row, person="ana", k=5)
        plain.append([*[id for id, _ in near], f"{n}"].index(f"{n}"))
    first, five = shares(found)
    plain_first, plain_five = shares(plain)
    assert first >= plain_first + 0.15
    assert five >= plain_five + 0.1
    assert first >= 0.78
    assert five >= 0.88
