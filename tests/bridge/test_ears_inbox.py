"""The queue of a channel: bounded, urgent first, nothing lost and nothing twice."""

from typing import Any

import pytest
from ears_fakes import NOW
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.ears.inbox import AGEING_SECONDS, CAP, MOST_MESSAGES, Batch, Inbox, Kind, Waiting
from bridge.ears.incoming import Incoming


def said(id_: int, author: int = 1, *, text: str = "hi", mentioned: bool = False) -> Incoming:
    return Incoming(
        id=id_,
        channel_id=5,
        guild_id=7,
        author_id=author,
        name=f"P{author}",
        text=text,
        at=NOW,
        mentioned=mentioned,
    )


def waits(
    id_: int,
    author: int = 1,
    *,
    kind: Kind = "answer",
    urgency: float = 0.3,
    since: float = 0.0,
    mentioned: bool = False,
) -> Waiting:
    return Waiting(said(id_, author, mentioned=mentioned), kind, urgency, since)


def ids(batch: Batch | None) -> list[int]:
    return [] if batch is None else [one.id for one in batch.messages]


def filled(*waiting: Waiting, limit: int = 20, pause: float = 1.0) -> Inbox:
    inbox = Inbox(limit, pause)
    for one in waiting:
        assert inbox.put(one) is None
    return inbox


# ---------------------------------------------------------------- bursts


def test_a_burst_is_over_after_a_pause() -> None:
    inbox = filled(waits(1, since=10.0), waits(2, since=10.6))
    assert inbox.due() == pytest.approx(11.6)
    assert inbox.take(11.5) is None
    assert ids(inbox.take(11.6)) == [1, 2]
    assert inbox.due() is None


def test_a_steady_talker_is_answered_all_the_same() -> None:
    inbox = filled(*(waits(n, since=n * 0.9) for n in range(1, 8)))
    assert inbox.due() == pytest.approx(0.9 + CAP)


def test_ten_are_enough() -> None:
    inbox = filled(*(waits(n, n, since=0.01 * n) for n in range(1, 13)))
    assert inbox.due() == pytest.approx(0.12)
    assert len(ids(inbox.take(0.12))) == MOST_MESSAGES
    assert len(inbox) == 2


def test_several_people_in_a_burst_are_one_batch_in_the_order_they_wrote() -> None:
    inbox = filled(waits(3, 30), waits(1, 10, urgency=1.0), waits(2, 20))
    batch = inbox.take(1.0)
    assert batch is not None
    assert batch.addressed
    assert ids(batch) == [1, 2, 3]


def test_whoever_goes_on_belongs_to_what_they_began() -> None:
    inbox = filled(waits(1, 1), waits(2, 1, kind="join"), waits(3, 2, kind="join"))
    assert ids(inbox.take(9.0)) == [1, 2]
    batch = inbox.take(9.0)
    assert batch is not None
    assert not batch.addressed
    assert ids(batch) == [3]


def test_asides_stay_by_themselves() -> None:
    inbox = filled(waits(1, 1), waits(2, 1, kind="aside"), waits(3, 2, kind="join"))
    found = [inbox.take(9.0) for _ in range(3)]
    assert [(one.kind, ids(one)) for one in found if one is not None] == [
        ("answer", [1]),
        ("join", [3]),
        ("aside", [2]),
    ]


def test_chatter_does_not_put_an_answer_off() -> None:
    inbox = filled(waits(1, 1, since=0.0), waits(2, 2, kind="join", since=0.9))
    assert ids(inbox.take(1.0)) == [1]


# ---------------------------------------------------------------- priority


def test_the_urgent_are_answered_first_when_there_are_too_many() -> None:
    inbox = filled(
        *(waits(n, n, urgency=0.1) for n in range(1, 16)),
        *(waits(n, n, urgency=0.9) for n in range(16, 19)),
    )
    first = ids(inbox.take(9.0))
    assert set(first) >= {16, 17, 18}
    assert first == sorted(first)
    assert len(ids(inbox.take(9.0))) == 8


def test_one_persons_messages_keep_their_order() -> None:
    inbox = filled(*(waits(n, 1, urgency=n / 20) for n in range(1, 15)))
    assert ids(inbox.take(9.0)) == list(range(1, 11))
    assert ids(inbox.take(9.0)) == [11, 12, 13, 14]


def test_a_full_queue_lets_the_least_urgent_go() -> None:
    inbox = filled(waits(1, urgency=0.5), waits(2, urgency=0.2), limit=2)
    gone = inbox.put(waits(3, urgency=0.4))
    assert gone is not None
    assert gone.message.id == 2
    gone = inbox.put(waits(4, urgency=0.1))
    assert gone is not None
    assert gone.message.id == 4
    gone = inbox.put(waits(5, kind="join", urgency=1.0))
    assert gone is not None
    assert gone.message.id == 5
    gone = inbox.put(waits(6, urgency=0.4, mentioned=True))
    assert gone is not None
    assert gone.message.id == 3


def test_of_equals_whoever_came_first_stays() -> None:
    inbox = filled(waits(1), waits(2), limit=2)
    gone = inbox.put(waits(3))
    assert gone is not None
    assert gone.message.id == 3


def test_waiting_makes_urgent() -> None:
    old, new = waits(1, urgency=0.0, since=0.0), waits(2, urgency=1.0, since=100.0)
    assert old.aged(100.0) > new.aged(100.0)
    assert old.aged(AGEING_SECONDS) == pytest.approx(old.weight + 1.0)


# ---------------------------------------------------------------- whatever happens

KINDS: tuple[Kind, ...] = ("answer", "join", "aside")
STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("put"),
            st.integers(1, 4),
            st.sampled_from(KINDS),
            st.floats(0, 1),
            st.booleans(),
        ),
        st.tuples(st.just("take"), st.floats(0, 3)),
        st.tuples(st.just("remove"), st.integers(0, 30)),
    ),
    max_size=60,
)


@settings(max_examples=50)
@given(STEPS, st.integers(1, 12), st.sampled_from((0.0, 0.5, 1.0)))
def test_nothing_is_lost_and_nothing_comes_twice(
    steps: list[tuple[Any, ...]], limit: int, pause: float
) -> None:
    inbox, now, put = Inbox(limit, pause), 0.0, 0
    inside: dict[int, Waiting] = {}
    out: list[int] = []
    for step in steps:
        match step:
            case ("put", author, kind, urgency, mentioned):
                put += 1
                one = waits(put, author, kind=kind, urgency=urgency, since=now, mentioned=mentioned)
                inside[put] = one
                gone = inbox.put(one)
                if gone is not None:
                    out.append(gone.message.id)
                    del inside[gone.message.id]
                    assert all(gone.weight <= other.weight for other in inside.values())
            case ("take", seconds):
                now += seconds
                due = inbox.due()
                batch = inbox.take(now)
                assert (batch is not None) == (due is not None and due <= now)
                if batch is not None:
                    assert 0 < len(batch.messages) <= MOST_MESSAGES
                    assert ids(batch) == sorted(ids(batch))
                    out += ids(batch)
                    for id_ in ids(batch):
                        del inside[id_]
            case ("remove", id_):
                removed = inbox.remove(id_)
                assert (removed is not None) == (id_ in inside)
                if removed is not None:
                    out.append(id_)
                    del inside[id_]
        assert len(inbox) == len(inside) <= limit
    while (due := inbox.due()) is not None:
        assert due <= now + CAP * pause + pause + 1e-9
        now = max(now, due)
        batch = inbox.take(now)
        assert batch is not None
        out += ids(batch)
    assert sorted(out) == list(range(1, put + 1))
