"""What replies cost since the start."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sel.events import ReplyStats
from sel.observe.replies import OWN, ReplyCounts

some = st.integers(0, 5_000)
replies = st.builds(
    ReplyStats,
    read_tokens=some,
    reused_tokens=some,
    made_tokens=some,
    read_seconds=st.floats(0, 60),
    make_seconds=st.floats(0, 60),
    source=st.sampled_from(["made", "cached"]),
)


@given(st.lists(replies, max_size=20))
def test_every_reply_is_counted_once(said: list[ReplyStats]) -> None:
    counts = ReplyCounts()
    for one in said:
        counts.add(one)
    assert counts.replies.total() == len(said)
    assert counts.replies["cached"] == sum(one.source == "cached" for one in said)
    assert counts.made_tokens == sum(one.made_tokens for one in said)
    assert counts.read_tokens + counts.reused_tokens == sum(
        one.read_tokens + one.reused_tokens for one in said
    )
    assert 0 <= counts.reuse <= 1
    assert counts.tokens_per_second >= 0


def test_what_no_model_made_is_sels_own() -> None:
    counts = ReplyCounts()
    counts.add(ReplyStats())
    counts.add(ReplyStats(made_tokens=1))
    counts.add(ReplyStats(source="cached"))
    assert counts.replies == {OWN: 1, "made": 1, "cached": 1}


def test_nothing_has_no_speed() -> None:
    assert (ReplyCounts().tokens_per_second, ReplyCounts().reuse) == (0.0, 0.0)
