"""The cache against a plain model of it, over a long random life; and its bounds."""

import random
from collections import Counter, OrderedDict

import pytest
from cache_stage import Clock, key

from sel.cache.cache import CAPACITY, ResponseCache
from sel.cache.entry import LARGEST
from sel.cache.keys import Key
from sel.cache.policy import CLASSIFICATION, REPLY
from sel.cache.stats import Cost
from sel.errors import SettingError

STEPS = 100_000
LIVES = {REPLY: 60.0, CLASSIFICATION: 240.0, "never": 0.0}


class Model:
    """A cache as one would write it down: the order of use, and when each was made."""

    def __init__(self, capacity: int) -> None:
        self.capacity, self.now = capacity, 0.0
        self.rows: OrderedDict[bytes, tuple[str, int, float]] = OrderedDict()
        self.counts: Counter[str] = Counter()

    def get(self, one: Key) -> int | None:
        row = self.rows.get(one.digest)
        if row is not None and self.now - row[2] >= LIVES[row[0]]:
            del self.rows[one.digest]
            self.counts["expired"] += 1
            row = None
        self.counts["misses" if row is None else "hits"] += 1
        if row is None:
            return None
        self.rows.move_to_end(one.digest)
        return row[1]

    def put(self, one: Key, value: int) -> None:
        if not LIVES[one.kind]:
            return
        if one.digest not in self.rows and len(self.rows) == self.capacity:
            self.rows.popitem(last=False)
            self.counts["evictions"] += 1
        self.rows[one.digest] = (one.kind, value, self.now)
        self.rows.move_to_end(one.digest)


@pytest.mark.parametrize("seed", [1, 2])
def test_it_does_what_the_model_does(seed: int) -> None:
    chance, clock, model = random.Random(seed), Clock(), Model(50)
    cache = ResponseCache(LIVES, capacity=50, clock=clock)
    keys = [key(str(n), kind) for n in range(40) for kind in LIVES]
    for step in range(STEPS // 2):
        one, move = chance.choice(keys), chance.random()
        if move < 0.05:  # time goes on, or the clock is put back: then none passes
            passed = chance.randint(-40, 40)  # whole seconds: floats would differ
            clock.now += passed
            cache.stats() if move < 0.0005 else cache.get(key("nothing"))
            model.now += max(0.0, passed)
            model.counts["misses"] += move >= 0.0005
            if move < 0.0005:
                swept(model)
        elif move < 0.5:
            assert cache.put(one, step) == bool(LIVES[one.kind])
            model.put(one, step)
        else:
            found, expected = cache.get(one), model.get(one)
            assert (found.value if found else None) == expected
        assert len(model.rows) <= 50
    swept(model)
    total = cache.stats().total
    seen = {name: getattr(total, name) for name in ("hits", "misses", "evictions", "expired")}
    assert seen == dict(model.counts)
    assert total.entries == len(model.rows)
    assert min(seen.values()) > 50


def swept(model: Model) -> None:
    """What `stats` does before it counts."""
    old = [d for d, row in model.rows.items() if model.now - row[2] >= LIVES[row[0]]]
    for digest in old:
        del model.rows[digest]
    model.counts["expired"] += len(old)


def test_it_never_outgrows_its_capacity() -> None:
    cache = ResponseCache()
    for n in range(3 * CAPACITY):
        cache.put(key(str(n)), n)
    total = cache.stats().total
    assert (total.entries, total.evictions) == (CAPACITY, 2 * CAPACITY)
    assert cache.get(key("0")) is None
    assert cache.get(key(str(3 * CAPACITY - 1))) is not None


def test_what_was_used_stays_and_what_was_not_goes() -> None:
    cache = ResponseCache(capacity=2)
    cache.put(key("old"), 1)
    cache.put(key("new"), 2)
    assert cache.get(key("old"))
    cache.put(key("newest"), 3)
    assert cache.get(key("new")) is None
    assert cache.get(key("old"))


def test_what_is_huge_or_not_json_is_not_kept() -> None:
    cache = ResponseCache()
    assert not cache.put(key(), "x" * LARGEST)
    assert not cache.put(key(), {"level": float("nan")})
    assert cache.put(key(), "x" * (LARGEST - 2))


def test_a_cache_for_nothing_is_refused() -> None:
    with pytest.raises(SettingError, match="cannot hold 0"):
        ResponseCache(capacity=0)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(SettingError, match="no answers of the kind"):
        ResponseCache().get(key(kind="gossip"))


def test_nobody_can_change_what_the_next_is_given() -> None:
    cache = ResponseCache()
    made = {"intent": "code", "why": ["a"]}
    cache.put(key(), made)
    made["intent"] = "changed"
    first = cache.get(key())
    assert first is not None
    first.value["why"].append("changed")
    second = cache.get(key())
    assert second is not None
    assert second.value == {"intent": "code", "why": ["a"]}


def test_ages_and_what_was_saved() -> None:
    clock = Clock()
    cache = ResponseCache(clock=clock)
    cache.put(key(), ["a", "b"], Cost(tokens=12, seconds=0.5))
    clock.now += 90
    for _ in range(3):
        found = cache.get(key())
        assert found is not None
        assert (found.source, found.age) == ("cached", 90)
    cache.get(key("another"))
    row = cache.stats().kinds[REPLY]
    assert (row.hits, row.misses, row.hit_rate) == (3, 1, 0.75)
    assert (row.tokens_saved, row.seconds_saved) == (36, 1.5)
    assert cache.stats().as_json()["total"]["tokens_saved"] == 36
    assert cache.stats().kinds[CLASSIFICATION].hit_rate == 0


def test_a_clock_put_back_makes_nothing_live_longer() -> None:
    clock = Clock()
    cache = ResponseCache({REPLY: 100}, clock=clock)
    cache.put(key(), 1)
    for _ in range(4):
        clock.now -= 1_000_000
        assert cache.get(key())
        clock.now += 24
        assert cache.get(key())
    clock.now += 4
    assert cache.get(key()) is None


def test_a_clock_put_ahead_ends_what_there_is_and_no_more() -> None:
    clock = Clock()
    cache = ResponseCache({REPLY: 100}, clock=clock)
    cache.put(key(), 1)
    clock.now += 1_000_000
    assert cache.get(key()) is None
    cache.put(key(), 2)
    clock.now -= 1_000_000
    assert cache.get(key())
    clock.now += 100
    assert cache.get(key()) is None
