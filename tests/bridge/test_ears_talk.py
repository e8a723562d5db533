"""Who talks with whom, and talks that go round by themselves."""

from ears_fakes import NOW
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.ears.loops import FAST_TIMES, MUTED_SECONDS, SLOW_TIMES, Loops
from bridge.ears.talk import COMPANY_SECONDS, MOST_PEOPLE, WARM_SECONDS, Talk

ADA, BEN = 1, 2


def test_who_is_there() -> None:
    talk = Talk()
    talk.heard(ADA, "Ada", NOW)
    talk.heard(BEN, "Ben", NOW + 10)
    talk.heard(3, "Cleo", NOW + 20)
    assert talk.present(ADA, NOW + 30) == ("Cleo", "Ben")
    assert talk.present(ADA, NOW + 15 + COMPANY_SECONDS) == ("Cleo",)
    for n in range(200):
        talk.heard(100 + n, f"P{n}", NOW + 30)
    assert len(talk.present(ADA, NOW + 40)) == MOST_PEOPLE


def test_sels_words_are_followed_by_the_one_they_were_for() -> None:
    talk = Talk()
    talk.heard(ADA, "Ada", NOW)
    talk.spoke([ADA], NOW + 5)
    assert talk.next_to_sel(ADA, NOW + 10)
    assert not talk.after_sel(BEN, NOW + 10)
    talk.heard(ADA, "Ada", NOW + 10)
    assert talk.next_to_sel(ADA, NOW + 12)
    talk.heard(BEN, "Ben", NOW + 14)
    assert talk.after_sel(ADA, NOW + 15)
    assert not talk.next_to_sel(ADA, NOW + 15)
    assert not talk.after_sel(ADA, NOW + 6 + WARM_SECONDS)


def test_a_second_page_is_to_the_same_people() -> None:
    talk = Talk()
    talk.spoke([ADA], NOW)
    talk.spoke([], NOW + 5)
    assert talk.next_to_sel(ADA, NOW + 6)
    talk.spoke([], NOW + 900)
    assert not talk.next_to_sel(ADA, NOW + 901)


def test_who_spoke_just_before() -> None:
    talk = Talk()
    assert not talk.after_other(ADA, NOW)
    talk.heard(BEN, "Ben", NOW)
    assert talk.after_other(ADA, NOW + 5)
    assert not talk.after_other(BEN, NOW + 5)
    assert not talk.takes_part(NOW)
    talk.spoke([BEN], NOW + 6)
    assert not talk.after_other(ADA, NOW + 7)
    assert talk.takes_part(NOW + 7)


# ---------------------------------------------------------------- loops


def ping_pong(loops: Loops, times: int, gap: float, author: int = ADA, start: float = NOW) -> int:
    """So many messages, each `gap` seconds after SEL's words; the first that is a loop, or 0."""
    at = start
    loops.heard(author, at)
    for turn in range(1, times + 1):
        loops.spoke(at + 1)
        at += 1 + gap
        if loops.heard(author, at):
            return turn
    return 0


def test_a_machine_is_noticed() -> None:
    loops = Loops()
    assert ping_pong(loops, 50, 0.3) == FAST_TIMES
    assert loops.muted(ADA, NOW + 60)
    assert not loops.muted(BEN, NOW + 60)
    assert not loops.muted(ADA, NOW + 60 + MUTED_SECONDS)


def test_a_patient_machine_is_noticed_too() -> None:
    assert ping_pong(Loops(), 200, 5.0) == SLOW_TIMES


def test_people_who_read_and_type_are_none() -> None:
    assert ping_pong(Loops(), 200, 12.0) == 0


def test_somebody_between_ends_the_count() -> None:
    loops = Loops()
    at = NOW
    for turn in range(40):
        loops.spoke(at + 1)
        assert not loops.heard(ADA, at + 1.2)
        if turn % 4 == 3:
            assert not loops.heard(BEN, at + 1.4)
        at += 2


@settings(max_examples=50)
@given(st.lists(st.tuples(st.booleans(), st.integers(1, 3), st.floats(0, 30)), max_size=80))
def test_who_is_slow_once_in_a_while_is_never_muted(steps: list[tuple[bool, int, float]]) -> None:
    loops, at = Loops(), NOW
    fast = slow = 0
    for sel, author, gap in steps:
        at += gap
        if sel:
            loops.spoke(at)
            fast, slow = fast + 1, slow + 1
        elif loops.heard(author, at):
            assert fast >= FAST_TIMES or slow >= SLOW_TIMES
            fast = slow = 0


def test_a_flood_without_replies_is_no_loop() -> None:
    loops = Loops()
    loops.heard(ADA, NOW)
    loops.spoke(NOW + 1)
    assert not any(loops.heard(ADA, NOW + 1.1 + n / 100) for n in range(100))


def test_what_was_written_before_sel_spoke_does_not_count() -> None:
    loops = Loops()
    loops.heard(ADA, NOW)
    for n in range(20):
        loops.spoke(NOW + 10 + n)
        assert not loops.heard(ADA, NOW + 1)
