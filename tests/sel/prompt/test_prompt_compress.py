"""Long conversations: blocks leave whole, seldom, and nothing that was forgotten stays."""

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.engine.types import Message
from sel.prompt import digest
from sel.prompt.archive import BUDGET, Archive, Sentence
from sel.prompt.components import Component
from sel.prompt.compress import LEAST_BLOCK, MARKS, Marks, compressed, due, without
from sel.prompt.forgotten import holds
from sel.prompt.history import SUMMARY, History, Turn
from sel.prompt.layout import Room, build
from sel.prompt.persona import Persona
from sel.prompt.tokens import TokenScale

SCALE = TokenScale()
CODE = "Look:\n```python\nfor row in rows:\n\n    print(row)\n```\nThat is all."


def turn(number: int, words: str = "My cousin number") -> Turn:
    return Turn(note="You feel calm.", said=f"{words} {number}.", reply=f"I see, {number}.")


def history(count: int) -> History:
    return History(turns=tuple(turn(number) for number in range(count)))


# ---------------------------------------------------------------- when a block leaves


def test_nothing_leaves_up_to_the_high_mark() -> None:
    assert due(history(0), SCALE) == ()
    assert due(history(MARKS.high_turns), SCALE) == ()


def test_above_it_the_oldest_leave_down_to_the_low_mark() -> None:
    whole = history(MARKS.high_turns + 1)
    block = due(whole, SCALE)
    assert block == whole.turns[: -MARKS.low_turns]


def test_long_turns_leave_by_their_tokens() -> None:
    long = History(turns=tuple(turn(number, "word " * 300) for number in range(4)))
    assert len(due(long, SCALE)) == 3


def test_blocks_are_never_small_so_that_the_prefix_seldom_breaks() -> None:
    long = History(turns=tuple(turn(number, "word " * 900) for number in range(3)))
    assert due(long, SCALE) == ()
    assert LEAST_BLOCK > 2


def test_the_newest_turn_stays_however_long_it_is() -> None:
    grown = history(MARKS.high_turns).added(turn(99, "word " * 2000))
    assert due(grown, SCALE) == grown.turns[:-1]


def test_marks_shrink_with_a_small_room_and_only_then() -> None:
    assert MARKS.within(8192) == MARKS
    small = MARKS.within(600)
    assert small.low_tokens < small.high_tokens < 300
    assert small.summary < MARKS.summary


# ---------------------------------------------------------------- what stands for it


def test_a_block_is_archived_and_summed_up_in_one_step() -> None:
    whole = History(
        turns=(Turn(said="My dog is called Bello.", reply="Hello Bello!"), *history(7).turns)
    )
    shorter, archive = compressed(whole, Archive(), due(whole, SCALE), SCALE)
    assert len(shorter.turns) + len(archive.entries) == 8
    assert shorter.forgotten == len(archive.entries)
    assert '"My dog is called Bello."' in shorter.summary
    assert next(iter(shorter.messages())) == Message("system", SUMMARY + shorter.summary)


def test_the_notes_of_what_stays_go_with_the_block() -> None:
    whole = history(MARKS.high_turns + 1)
    shorter, archive = compressed(whole, Archive(), due(whole, SCALE), SCALE)
    assert not any(one.note for one in shorter.turns)
    assert not any(entry.turn.note for entry in archive.entries)
    assert shorter.turns[-1].said == whole.turns[-1].said


def test_a_block_that_is_gone_already_changes_nothing() -> None:
    whole, archive = history(8), Archive()
    assert compressed(whole, archive, [turn(3)], SCALE) == (whole, archive)
    assert compressed(whole, archive, [], SCALE) == (whole, archive)


def test_turns_said_while_a_summary_was_made_stay() -> None:
    before = history(8)
    block = due(before, SCALE)
    later = before.added(turn(8)).added(turn(9))
    shorter, _ = compressed(later, Archive(), block, SCALE, text="They have cousins.")
    assert [one.said for one in shorter.turns] == [one.said for one in later.turns[len(block) :]]
    assert shorter.summary == "They have cousins."


def test_a_summary_made_of_what_was_forgotten_meanwhile_is_not_used() -> None:
    secret = Turn(said="My code word is Xanadu.", reply="Noted.")
    before = History(turns=(secret, *history(8).turns))
    block = due(before, SCALE)
    now, archive = without(before, Archive(), ["xanadu"])
    shorter, archive = compressed(now, archive, block, SCALE, text="They have a word, Xanadu.")
    assert "xanadu" not in f"{shorter}{archive}".casefold()
    assert archive.quoted
    assert len(archive.entries) == len(block) - 1


def test_vectors_stay_with_their_turns_when_others_are_forgotten() -> None:
    before = history(8)
    block = due(before, SCALE)
    vectors = [(float(number), 1.0) for number in range(len(block))]
    now = replace(before, turns=before.turns[1:])
    _, archive = compressed(now, Archive(), block, SCALE, vectors=vectors)
    assert [entry.vector for entry in archive.entries] == vectors[1:]


# ---------------------------------------------------------------- the summary's text


def long_talk(*said: str) -> Archive:
    return Archive().added([Turn(said=one, reply="I see.") for one in said])


def test_only_telling_sentences_are_quoted_and_in_their_order() -> None:
    archive = long_talk(
        "Good morning!",
        "I live in Ghent. Nice day.",
        "Could you tell me a joke?",
        "My sister Ada is a nurse in Leeds.",
    )
    found = digest.quoted(archive.entries, 100, SCALE)
    assert [one.text for one in found] == ["I live in Ghent.", "My sister Ada is a nurse in Leeds."]
    assert [one.sources for one in found] == [frozenset({1}), frozenset({3})]


def test_what_was_said_twice_is_quoted_once() -> None:
    archive = long_talk("I live in Ghent.", "Well, I do live in Ghent.")
    assert len(digest.quoted(archive.entries, 100, SCALE)) == 1


def test_new_sentences_push_out_those_long_past() -> None:
    archive = long_talk("I live in Ghent.", *["Fine."] * 200, "I work in Leeds.")
    (one,) = digest.quoted(archive.entries, 9, SCALE)
    assert one.text == "I work in Leeds."


def test_a_models_summary_keeps_to_what_was_said() -> None:
    turns = [Turn(said="My sister Ada moved to Leeds in 2019.", reply="How far away.")]
    archive = Archive().added(turns)
    text = "They have a sister, Ada. She moved to Leeds in 2019. She likes Paris. She has 3 cats."
    found = digest.written(text, archive, turns, 100, SCALE)
    assert [one.text for one in found] == [
        "They have a sister, Ada.",
        "She moved to Leeds in 2019.",
    ]
    assert all(one.sources == {0} for one in found)


def test_a_models_summary_is_cut_between_sentences() -> None:
    turns = [Turn(said="I like tea and long walks.", reply="Lovely.")]
    found = digest.written(
        "They like tea. They like long walks very much indeed.",
        Archive().added(turns),
        turns,
        6,
        SCALE,
    )
    assert [one.text for one in found] == ["They like tea."]


def test_a_useless_text_gives_way_to_the_persons_own_words() -> None:
    whole = History(turns=tuple(turn(number, "I live in house") for number in range(8)))
    shorter, archive = compressed(
        whole, Archive(), due(whole, SCALE), SCALE, text="Somebody met Zarathustra in Rome."
    )
    assert archive.quoted
    assert '"I live in house 4."' in shorter.summary


def test_the_request_for_a_summary_holds_the_last_one_and_the_block() -> None:
    whole = history(8)
    block = due(whole, SCALE)
    _, archive = compressed(whole, Archive(), block, SCALE, text="They have cousins.")
    system, asked = digest.request(archive, [turn(50)], 100)
    assert system.role == "system"
    assert "They have cousins." in asked.content
    assert "Person: My cousin number 50." in asked.content
    assert "60 words" in system.content


def test_a_model_that_sums_up_again_and_again_names_all_its_sources() -> None:
    whole, archive = history(8), Archive()
    first = due(whole, SCALE)
    whole, archive = compressed(whole, archive, first, SCALE, text="They have cousins.")
    for number in range(8, 16):
        whole = whole.added(turn(number))
    second = due(whole, SCALE)
    whole, archive = compressed(whole, archive, second, SCALE, text="They have many cousins.")
    (one,) = archive.summary
    assert one.sources == frozenset(range(len(first) + len(second)))
    assert without(whole, archive, ["number 0."])[1].summary == ()


# ---------------------------------------------------------------- a whole talk, any talk


@dataclass
class Talk:
    """A conversation as the brain leads it, looking back over each step."""

    marks: Marks = MARKS
    history: History = field(default_factory=History)
    archive: Archive = field(default_factory=Archive)
    said: list[Turn] = field(default_factory=list)
    blocks: int = 0
    breaks: int = 0
    before: tuple[Message, ...] = ()

    def say(self, text: str, reply: str) -> None:
        told = [message.content for message in self.history.messages()]
        earlier = self.archive.relevant(None, text, BUDGET, SCALE, told)
        assert SCALE.count(earlier) <= BUDGET
        late = [Component(name="earlier", text=earlier, place="late")]
        plan = build(Persona(), self.history, late, [text], Room(100_000))
        self.breaks += plan.messages[: len(self.before)] != self.before
        self.before = (*plan.messages, Message("assistant", reply))
        self.history = plan.answered(reply)
        self.said.append(Turn(said=text, reply=reply))
        if block := due(self.history, SCALE, self.marks):
            self.blocks += 1
            self.history, self.archive = compressed(
                self.history, self.archive, block, SCALE, marks=self.marks
            )


TEXTS = st.one_of(
    st.text(min_size=1, max_size=80).filter(str.strip),
    st.sampled_from(["My aunt Ada is 40.", "Where do I live?", "I live in Ghent.", CODE, "ok"]),
)
PAIRS = st.lists(st.tuples(TEXTS, TEXTS), max_size=40)


@settings(max_examples=40, deadline=None)
@given(PAIRS, st.integers(2, 12), st.integers(40, 900))
def test_no_pair_is_cut_no_order_lost_and_the_prefix_breaks_once_a_block(
    pairs: list[tuple[str, str]], high_turns: int, high_tokens: int
) -> None:
    talk = Talk(Marks(high_turns=high_turns, high_tokens=high_tokens, low_tokens=high_tokens // 3))
    for said, reply in pairs:
        talk.say(said, reply)
        kept = [entry.turn for entry in talk.archive.entries]
        assert [*kept, *(one.bare() for one in talk.history.turns)] == talk.said
        assert SCALE.count(talk.archive.summary_text) <= talk.marks.summary + 10
        whole = " ".join(one.said for one in talk.said)
        assert all(one.text in whole for one in talk.archive.summary)
        assert "```" not in talk.archive.summary_text
    assert talk.breaks <= talk.blocks


@settings(max_examples=40, deadline=None)
@given(PAIRS, st.sampled_from(["Ada", "ghent", "rows", "ok", "I live"]), st.booleans())
def test_forgetting_leaves_no_word(pairs: list[tuple[str, str]], word: str, by_model: bool) -> None:
    talk = Talk(Marks(high_turns=4, low_turns=2))
    for said, reply in pairs:
        talk.say(said, reply)
    if by_model and talk.archive.entries:
        sources = frozenset(entry.number for entry in talk.archive.entries)
        told = (Sentence("They told of an aunt.", sources),)
        talk.archive = replace(talk.archive, summary=told, quoted=False)
    held = any(holds(one.said + one.reply, [word]) for one in talk.said)
    left, archive = without(talk.history, talk.archive, [word])
    assert not holds(" ".join(message.content for message in left.messages()), [word])
    assert not any(holds(f"{e.turn.said} {e.turn.reply}", [word]) for e in archive.entries)
    assert left.summary == archive.summary_text
    assert archive.relevant(None, f"Where is {word}?", BUDGET, SCALE).count(word) == 0
    if not held:
        assert archive == talk.archive


def test_forgetting_nothing_keeps_all() -> None:
    talk = Talk()
    for number in range(30):
        talk.say(f"My cousin number {number}.", "I see.")
    assert without(talk.history, talk.archive, []) == (talk.history, talk.archive)
    assert without(talk.history, talk.archive, ["", "  "]) == (talk.history, talk.archive)


@pytest.mark.parametrize("spaced", ["code  WORD", "Code\nword"])
def test_forgotten_words_are_found_however_they_are_spaced(spaced: str) -> None:
    assert holds(f"the {spaced} is", ["code word"])
    assert not holds("encoded", ["code word"])
