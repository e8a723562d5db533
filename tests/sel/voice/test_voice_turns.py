"""Who has the floor."""

from hypothesis import given
from hypothesis import strategies as st
from voice_fakes import speech

from sel.voice.turns import LOW, SURE_SECONDS, Cut, Duck, Effect, GoOn, Hold, Send, Turns


def speaking() -> Turns:
    turns = Turns()
    turns.thinks()
    turns.speaks()
    return turns


def test_what_is_said_is_sent_and_answered_and_then_it_listens_again() -> None:
    turns = Turns()
    seen = [turns.state]
    turns.began()
    seen.append(turns.state)
    said = speech("hello sel")
    assert turns.ended(said) == [Send(said)]
    seen.append(turns.state)
    turns.thinks()
    turns.speaks()
    seen.append(turns.state)
    turns.done()
    seen.append(turns.state)
    assert seen == ["listening", "hearing", "thinking", "speaking", "listening"]


def test_a_cough_costs_nothing() -> None:
    turns = speaking()
    assert turns.began() == [Duck(LOW)]
    assert turns.dropped() == [Duck(1.0)]
    assert turns.state == "speaking"


def test_a_back_channel_lets_it_go_on_where_it_stopped() -> None:
    turns = speaking()
    turns.began()
    assert turns.sure(10.0) == [Hold()]
    states = [turns.state]
    assert turns.ended(speech("mhm", backchannel=True)) == [Duck(1.0), GoOn()]
    assert [*states, turns.state] == ["interrupted", "speaking"]


def test_words_take_the_floor() -> None:
    turns = speaking()
    turns.began()
    turns.sure(10.0)
    said = speech("stop")
    assert turns.ended(said) == [Cut(), Duck(1.0), GoOn(), Send(said)]
    assert turns.state == "thinking"


def test_a_second_of_speech_takes_it_before_the_words_are_known() -> None:
    turns = speaking()
    turns.began()
    turns.sure(10.0)
    assert turns.goes_on(10.0 + SURE_SECONDS / 2) == []
    assert turns.goes_on(10.1 + SURE_SECONDS) == [Cut(), Duck(1.0), GoOn()]
    assert turns.goes_on(12.0) == []
    said = speech("what i wanted to say")
    assert turns.ended(said) == [Send(said)]


def test_who_goes_on_while_it_thinks_is_waited_for() -> None:
    turns = Turns()
    turns.ended(speech("turn on the lights"))
    assert turns.began() == [Hold()]
    assert turns.state == "hearing"
    said = speech("in the kitchen")
    assert turns.ended(said) == [Cut(), GoOn(), Send(said)]


def test_yes_is_an_answer_when_nobody_is_talked_over() -> None:
    turns = Turns()
    turns.began()
    said = speech("yeah", backchannel=True)
    assert turns.ended(said) == [Send(said)]


def test_stopping_a_silent_one_does_nothing() -> None:
    assert Turns().stop() == []


STEPS = st.sampled_from(
    ("began", "sure", "goes_on", "dropped", "ended", "mhm", "stop", "thinks", "speaks", "done")
)


def step(turns: Turns, name: str, at: float) -> list[Effect]:
    match name:
        case "sure":
            return turns.sure(at)
        case "goes_on":
            return turns.goes_on(at)
        case "ended":
            return turns.ended(speech("hello"))
        case "mhm":
            return turns.ended(speech("mhm", backchannel=True))
        case _:
            done: list[Effect] = getattr(turns, name)()
            return done


@given(st.lists(STEPS, max_size=40))
def test_nothing_stays_held_or_quiet_once_the_person_is_silent(steps: list[str]) -> None:
    turns, held, low = Turns(), False, False
    for number, name in enumerate(steps):
        for effect in step(turns, name, 0.4 * number):
            match effect:
                case Hold():
                    held = True
                case GoOn():
                    held = False
                case Duck():
                    low = effect.gain < 1.0
        if turns.person == "silent":
            assert not held
            assert not low


@given(st.lists(STEPS, max_size=40))
def test_words_are_never_lost(steps: list[str]) -> None:
    """Whatever happens around them, words that are no back-channel reach the brain."""
    turns = Turns()
    for number, name in enumerate(steps):
        effects = step(turns, name, 0.4 * number)
        assert (name == "ended") <= any(isinstance(one, Send) for one in effects)
