"""How fast memories are found, how many of the right ones, and what remembering them costs.

The vectors are synthetic: 2,000 overlapping clusters in a space of 64 directions that matter less
and less, and a little of all others, as it is with sentences. NumPy's exact scan and faiss (an
inverted file, set to about the same recall) do the same searches in the same run; faiss only where
it is installed.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from sel.cli.benches.figures import Figure, resident
from sel.errors import SelError
from sel.memory.index.index import Index
from sel.memory.types import Memory, Source

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIMENSION = 384
TOPICS, MATTER, NOISE = 2_000, 64, 0.01
SEARCHES = 300
K = 10
AT_ONCE = 20_000
SEED = 7
FIRST, LAST = 100_000, 1_000_000
AIMS = {FIRST: 10.0, LAST: 15.0}
"""Milliseconds at the 95th percentile, by memories."""
DAILY = (
    "ferry",
    "garden",
    "piano",
    "doctor",
    "cousin",
    "lamp",
    "bridge",
    "winter",
    "salad",
    "poem",
)


def measure(*, quick: bool, sizes: tuple[int, ...] = (FIRST, LAST)) -> list[Figure]:
    """All figures; some minutes and 8 GB for a million memories, which `quick` leaves out."""
    figures = [figure for size in (sizes[:1] if quick else sizes) for figure in _at(size, SEARCHES)]
    return [*figures, *_embedding()]


def _at(size: int, searches: int) -> list[Figure]:
    """The figures for one person with so many memories."""
    vectors = clustered(size + searches)
    stored, questions = vectors[:size], vectors[size:]
    with tempfile.TemporaryDirectory() as folder:
        before = resident()
        index = Index.open(Path(folder) / "vectors", "bench", DIMENSION)
        began = time.perf_counter()
        for pairs in _memories(stored):
            index.add_many(pairs)
        index.settle()
        filled = time.perf_counter() - began
        grown = resident() - before
        exact = _exact(stored, questions)
        figures = _searching(index, stored, questions, exact, filled)
        index.close()
    return [*figures, _memory_figure(size, grown)]


def _searching(
    index: Index,
    stored: NDArray[Any],
    questions: NDArray[Any],
    exact: tuple[list[set[int]], list[float]],
    filled: float,
) -> list[Figure]:
    size = len(stored)
    words = [_text(n * 37 + 5) for n in range(len(questions))]
    rows = list(zip(words, questions.tolist(), strict=True))
    times = _timed(
        lambda row: index.search(row[0], row[1], person="p", scopes=None, k=5, now=float(size)),
        rows,
    )
    found = [{int(id) for id, _ in index.nearest(vector, person="p", k=K)} for _, vector in rows]
    seen = index.coverage
    library = _library(stored, questions, exact[0])
    plain = f"NumPy's exact scan {_p95(exact[1]):.3g} ms"
    return [
        Figure(
            name=f"memory: search p95 of {size:,}",
            value=_p95(times),
            unit="ms",
            aim=AIMS.get(size, max(AIMS.values())),
            at_most=True,
            detail=f"median {median(times) * 1000:.3g} ms; {plain}; {library}",
        ),
        Figure(
            name=f"memory: share of the exact top {K} of {size:,}",
            value=_share(found, exact[0]),
            aim=0.97,
            at_most=False,
            detail=f"{seen.looked_at:,} looked at in {seen.tiles:,} tiles;"
            f" filled in {filled:.3g} s",
        ),
    ]


def _memory_figure(size: int, grown: int) -> Figure:
    return Figure(
        name=f"memory: RAM for {size:,}",
        value=grown / 2**20,
        unit="MB",
        aim=400.0 * size / FIRST,
        at_most=True,
        detail="vectors, words and tiles; without the store",
    )


def clustered(count: int) -> NDArray[Any]:
    """So many unit vectors, the same each time."""
    import numpy as np

    random = np.random.default_rng(SEED)
    ways = np.linalg.qr(random.standard_normal((DIMENSION, MATTER)))[0].T.astype(np.float32)
    ways /= np.sqrt(np.arange(1, MATTER + 1, dtype=np.float32))[:, None]
    topics = random.standard_normal((TOPICS, MATTER), dtype=np.float32)
    made = np.empty((count, DIMENSION), dtype=np.float32)
    for begin in range(0, count, AT_ONCE):
        part = made[begin : begin + AT_ONCE]
        own = random.standard_normal((len(part), MATTER), dtype=np.float32) * np.float32(0.6)
        part[:] = (topics[random.integers(0, TOPICS, len(part))] + own) @ ways
        part += random.standard_normal(part.shape, dtype=np.float32) * np.float32(NOISE)
        part /= np.linalg.norm(part, axis=1, keepdims=True)
    return made


def _memories(stored: NDArray[Any]) -> Iterator[list[tuple[Memory, Any]]]:
    source = Source(quote="")
    for begin in range(0, len(stored), 1000):
        yield [
            (
                Memory(
                    id=str(n),
                    person="p",
                    scope="desk",
                    text=_text(n),
                    kind="fact",
                    source=source,
                    at=float(n),
                ),
                stored[n],
            )
            for n in range(begin, min(begin + 1000, len(stored)))
        ]


def _text(number: int) -> str:
    """A short sentence with a few everyday words and one that few others have."""
    first, second = DAILY[number % 10], DAILY[number // 10 % 10]
    return f"My {first} and the {second} are number {number % 50_000} of word{number % 9973}"


def _exact(stored: NDArray[Any], questions: NDArray[Any]) -> tuple[list[set[int]], list[float]]:
    """The true top ten of each question, and the seconds of each scan."""
    import numpy as np

    tops: list[set[int]] = []

    def scan(question: NDArray[Any]) -> None:
        tops.append(set(np.argpartition(-(stored @ question), K)[:K].tolist()))

    times = _timed(scan, [questions[0], *questions])
    return tops[1:], times  # but for the one that warmed up


def _library(stored: NDArray[Any], questions: NDArray[Any], tops: list[set[int]]) -> str:
    """faiss's p95, with the fewest lists opened that give 0.97 of the exact top ten."""
    if importlib.util.find_spec("faiss") is None:
        return "faiss is not installed"
    faiss = importlib.import_module("faiss")
    lists = int(4 * len(stored) ** 0.5)
    index = faiss.index_factory(DIMENSION, f"IVF{lists},Flat", faiss.METRIC_INNER_PRODUCT)
    index.train(stored[:: max(len(stored) // (lists * 40), 1)])
    index.add(stored)
    share, times = 0.0, [0.0]
    for opened in (4, 8, 16, 32, 64, 128):
        index.nprobe = opened
        found: list[set[int]] = []
        times = _timed(_asking(index, found), [questions[0], *questions])
        share = _share(found[1:], tops)
        if share >= 0.97:
            break
    return f"faiss IVF{lists} {_p95(times):.3g} ms at {share:.3f}"


def _asking(index: Any, found: list[set[int]]) -> Callable[[Any], None]:
    return lambda one: found.append(set(index.search(one[None], K)[1][0].tolist()))


def _embedding() -> list[Figure]:
    """Milliseconds that one new sentence takes to become a vector, where there is an embedder."""
    try:
        times = asyncio.run(_embed())
    except SelError:
        return []
    return [
        Figure(
            name="memory: a sentence to its vector, p95",
            value=_p95(times),
            unit="ms",
            aim=50.0,
            at_most=True,
            detail=f"median {median(times) * 1000:.3g} ms; apart from the searches above",
        )
    ]


async def _embed() -> list[float]:
    from sel.engine.embedder import ChildEmbedder

    with tempfile.TemporaryDirectory() as folder:
        embedder = ChildEmbedder(Path(folder) / "embed.log")
        try:
            await embedder.start()
            times = []
            for n in range(100):
                began = time.perf_counter()
                await embedder.embed([_text(n)])
                times.append(time.perf_counter() - began)
        finally:
            await embedder.stop()
    return times


def _timed(work: Callable[[Any], object], items: list[Any]) -> list[float]:
    work(items[0])  # the first one pays for what is made late
    times = []
    for item in items[1:]:
        began = time.perf_counter()
        work(item)
        times.append(time.perf_counter() - began)
    return times


def _share(found: list[set[int]], tops: list[set[int]]) -> float:
    pairs = list(zip(found, tops, strict=True))
    return sum(len(one & top) for one, top in pairs) / (K * len(pairs))


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1] * 1000
