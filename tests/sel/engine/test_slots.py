"""Who sits where in the KV cache, and what is shared."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sel.engine.workers.llm.slots import ROOT, Slot, Slots, shared


class FakeCache:
    """Keeps the tokens of each sequence as the real cache would."""

    def __init__(self, *, rewinds: bool = True) -> None:
        self.held: dict[int, list[int]] = {}
        self.rewinds = rewinds
        self.slots: Slots | None = None

    def keep(self, sequence: int, size: int) -> bool:
        if size and not self.rewinds:
            return False
        del self.held.setdefault(sequence, [])[size:]
        return True

    def copy(self, source: int, target: int, size: int) -> None:
        assert not self.held.get(target)
        self.held[target] = self.held.get(source, [])[:size]


def read(cache: FakeCache, slot: Slot, prompt: list[int]) -> None:
    """What the scheduler does: decode the rest of the prompt into the slot."""
    rest = prompt[len(slot.tokens) :]
    cache.held.setdefault(slot.sequence, []).extend(rest)
    slot.tokens += rest


@given(st.lists(st.integers(0, 1), max_size=40), st.lists(st.integers(0, 1), max_size=40))
def test_shared_is_the_longest_common_beginning(a: list[int], b: list[int]) -> None:
    size = shared(a, b)
    assert a[:size] == b[:size]
    assert size in (len(a), len(b)) or a[size] != b[size]


def test_a_conversation_reuses_its_own_tokens() -> None:
    cache = FakeCache()
    slots = Slots(2, cache)
    slot, reused = slots.take("desk", [1, 2, 3]) or (None, 0)
    assert slot is not None
    assert reused == 0
    read(cache, slot, [1, 2, 3])
    slots.release(slot)
    again, reused = slots.take("desk", [1, 2, 3, 4]) or (None, 0)
    assert again is slot
    assert reused == 3


def test_the_last_token_is_always_read_anew() -> None:
    cache = FakeCache()
    slots = Slots(1, cache)
    slot, _ = slots.take("desk", [1, 2]) or (None, 0)
    assert slot is not None
    read(cache, slot, [1, 2])
    slots.release(slot)
    _, reused = slots.take("desk", [1, 2]) or (None, 0)
    assert reused == 1


def test_what_conversations_share_is_copied() -> None:
    cache = FakeCache()
    slots = Slots(2, cache)
    root, _ = slots.take(ROOT, [1, 2, 3]) or (None, 0)
    assert root is not None
    read(cache, root, [1, 2, 3])
    slots.release(root)
    for name in ("a", "b"):
        slot, reused = slots.take(name, [1, 2, 3, 9]) or (None, 0)
        assert slot is not None
        assert reused == 3
        assert cache.held[slot.sequence] == [1, 2, 3]


def test_a_beginning_that_is_being_read_is_waited_for() -> None:
    cache = FakeCache()
    slots = Slots(2, cache)
    first, _ = slots.take("a", [1, 2, 3, 4]) or (None, 0)
    assert first is not None
    assert slots.take("b", [1, 2, 3, 5]) is None
    read(cache, first, [1, 2, 3, 4])
    _, reused = slots.take("b", [1, 2, 3, 5]) or (None, 0)
    assert reused == 3


def test_the_least_recently_used_gives_way_but_never_a_busy_one() -> None:
    cache = FakeCache()
    slots = Slots(2, cache)
    for name in ("old", "new"):
        slot, _ = slots.take(name, [7, hash(name)]) or (None, 0)
        assert slot is not None
        read(cache, slot, [7, hash(name)])
        slots.release(slot)
    kept, _ = slots.take("new", [7, hash("new"), 1]) or (None, 0)
    taken, _ = slots.take("third", [8, 9]) or (None, 0)
    assert kept is not None
    assert taken is not None
    assert taken is not kept
    assert slots.take("fourth", [8, 9]) is None


def test_without_rewinding_only_a_whole_beginning_is_reused() -> None:
    cache = FakeCache(rewinds=False)
    slots = Slots(1, cache, rewinds=False)
    slot, _ = slots.take("desk", [1, 2, 3]) or (None, 0)
    assert slot is not None
    read(cache, slot, [1, 2, 3])
    slots.release(slot)
    _, reused = slots.take("desk", [1, 2, 9]) or (None, 9)
    assert reused == 0


@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.lists(st.integers(0, 2), min_size=1, max_size=8)),
        max_size=20,
    )
)
def test_the_book_and_the_cache_always_agree(turns: list[tuple[str, list[int]]]) -> None:
    cache = FakeCache()
    slots = Slots(2, cache)
    for owner, prompt in turns:
        taken = slots.take(owner, prompt)
        assert taken is not None
        slot, reused = taken
        assert slot.tokens == prompt[:reused]
        assert reused < len(prompt)
        read(cache, slot, prompt)
        slots.release(slot)
        for one in slots.all():
            assert cache.held.get(one.sequence, []) == one.tokens
