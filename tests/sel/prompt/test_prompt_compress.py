"""Long conversations: blocks leave whole, seldom, and nothing that was forgotten stays."""

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.engine.types import Message
from sel.prompt import digest
from sel.prompt.archive import Archive, Asked, Sentence
from sel.prompt.components import Component
from sel.prompt.compress import (
    MARKS,
    MOST,
    Marks,
    compressed,
    due,
    named,
    pressed,
    without,
)
from sel.prompt.forgotten import holds
from sel.prompt.history import SUMMARY, History, Turn
from sel.prompt.layout import Room, build
from sel.prompt.persona import Persona
from sel.prompt.tokens import TokenScale

SCALE = TokenScale()
OVER = MARKS.high_turns + 1
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
    whole = history(OVER)
    block = due(whole, SCALE)
    assert block == whole.turns[: -MARKS.low_turns]


def test_long_turns_leave_by_their_tokens() -> None:
    long = History(turns=tuple(turn(number, "word " * 300) for number in range(4)))
    assert len(due(long, SCALE)) == 3


@pytest.mark.parametrize("context", [512, 1024, 4096, 32_768])
def test_a_block_leaves_before_it_must_whatever_the_context(context: int) -> None:
    """As long as turns have the usual length, nobody has to wait for it."""
    marks, grown, archive, blocks = Marks.of(context), History(), Archive(), 0
    for number in range(60):
        usual = f"{number}. I walked home by the river, and the bridge was closed again. "
        grown = grown.added(Turn(note="You feel calm.", said=usual, reply=usual))
        assert pressed(grown, archive, context, SCALE, marks)[0] is grown
        if block := due(grown, SCALE, marks):
            blocks += 1
            grown, archive = compressed(grown, archive, block, SCALE, marks=marks)
    assert blocks <= 60 / 2


def test_one_long_turn_leaves_once_a_newer_one_is_there() -> None:
    long = turn(1, "word " * 2000)
    assert due(History(turns=(long,)), SCALE) == ()
    assert due(History(turns=(long, turn(2))), SCALE) == (long,)


def test_the_newest_turn_stays_however_long_it_is() -> None:
    grown = history(MARKS.high_turns).added(turn(99, "word " * 2000))
    assert due(grown, SCALE) == grown.turns[:-1]


def test_small_contexts_compress_earlier_and_large_ones_as_wished() -> None:
    assert Marks.of(4096) == Marks.of(32_768) == MARKS
    small = Marks.of(512)
    assert small.low_tokens < small.high_tokens < small.history < small.most <= 512 / 2
    assert small.summary < MARKS.summary
    assert Marks.of(32_768, 500).most == 500
    assert Marks.of(32_768, 500).high_turns == MARKS.high_turns


def test_who_allows_more_tokens_has_more_turns_whole_as_far_as_the_context_goes() -> None:
    wide = Marks.of(32_768, 4 * MOST)
    assert (wide.high_turns, wide.low_turns) == (4 * MARKS.high_turns, 4 * MARKS.low_turns)
    assert wide.told == 4 * MARKS.told
    assert Marks.of(4096, 4 * MOST).most == 4096 / 2


@given(st.integers(256, 1_000_000), st.integers(100, 1_000_000))
def test_marks_always_leave_room_for_a_block(context: int, most: int) -> None:
    marks = Marks.of(context, most)
    assert 0 < marks.low_tokens < marks.high_tokens < marks.history < marks.most <= most
    assert marks.most <= context / 2
    assert marks.high_turns - marks.low_turns > 2, "so that the prefix seldom breaks"


# ---------------------------------------------------------------- what stands for it


def test_a_block_is_archived_and_summed_up_in_one_step() -> None:
    whole = History(
        turns=(Turn(said="My dog is called Bello.", reply="Hello Bello!"), *history(OVER).turns)
    )
    shorter, archive = compressed(whole, Archive(), due(whole, SCALE), SCALE)
    assert len(shorter.turns) + len(archive.entries) == OVER + 1
    assert shorter.forgotten == len(archive.entries)
    assert '"My dog is called Bello."' in shorter.summary
    assert next(iter(shorter.messages())) == Message("system", SUMMARY + shorter.summary)


def test_the_notes_of_what_stays_go_with_the_block() -> None:
    whole = history(OVER)
    shorter, archive = compressed(whole, Archive(), due(whole, SCALE), SCALE)
    assert not any(one.note for one in shorter.turns)
    assert not any(entry.turn.note for entry in archive.entries)
    assert shorter.turns[-1].said == whole.turns[-1].said


def test_a_block_that_is_gone_already_changes_nothing() -> None:
    whole, archive = history(8), Archive()
    assert compressed(whole, archive, [turn(3)], SCALE) == (whole, archive)
    assert compressed(whole, archive, [], SCALE) == (whole, archive)


def test_turns_said_while_a_summary_was_made_stay() -> None:
    before = history(OVER)
    block = due(before, SCALE)
    later = before.added(turn(88)).added(turn(99))
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


def test_vectors_go_with_their_turns() -> None:
    turns = [replace(turn(number), vector=(float(number), 1.0)) for number in range(9)]
    before = History(turns=tuple(turns))
    block = due(before, SCALE)
    now = replace(before, turns=before.turns[1:])
    shorter, archive = compressed(now, Archive(), block, SCALE)
    kept = [*(entry.turn for entry in archive.entries), *shorter.turns]
    assert [one.vector for one in kept] == [one.vector for one in turns[1:]]


# ---------------------------------------------------------------- what no longer fits


def test_what_fits_is_left_alone() -> None:
    whole, archive = history(8), Archive()
    assert pressed(whole, archive, 10_000, SCALE) == (whole, archive)


def test_what_does_not_fit_leaves_in_one_block_and_is_kept() -> None:
    whole = history(40)
    shorter, archive = pressed(whole, Archive(), whole.tokens(SCALE) - 1, SCALE)
    assert len(shorter.turns) == MARKS.low_turns
    assert [entry.turn.said for entry in archive.entries] == [one.said for one in whole.turns[:-4]]
    assert shorter.summary == archive.summary_text != ""


def test_the_newest_turn_stays_beyond_its_share_but_not_beyond_the_room() -> None:
    giant = turn(9, "word " * 2000)
    whole = history(3).added(giant)
    size = giant.tokens(SCALE)
    shorter, archive = pressed(whole, Archive(), size + 100, SCALE)
    assert [one.said for one in shorter.turns] == [giant.said]
    gone, archive = pressed(shorter, archive, size - 100, SCALE)
    assert gone.turns == ()
    assert archive.entries[-1].turn.said == giant.said


def test_without_any_room_the_summary_gives_way_too() -> None:
    whole = History(turns=tuple(turn(n, "I live in house") for n in range(8)))
    shorter, archive = pressed(whole, Archive(), 3, SCALE)
    assert (shorter.turns, shorter.summary) == ((), "")
    assert archive.summary


# ---------------------------------------------------------------- whose words


def heard(who: str, said: str) -> Turn:
    return Turn(note="You feel calm.", said=said, reply="I see.", people=tuple(who.split()))


TWO = History(
    turns=(
        heard("ana", "I live in Ghent."),
        heard("ana", "My dog is called Bello."),
        heard("ben", "I live in Leeds."),
        heard("ana ben", "We met in Turin."),
        *(
            heard("ben", f"Well, well, no. {word}")
            for word in ("yes", "ok", "so", "oh", "hm", "ah")
        ),
    )
)


def test_the_summary_says_who_said_what() -> None:
    shorter, _ = compressed(TWO, Archive(), TWO.turns[:6], SCALE)
    assert shorter.summary == (
        'ana said "I live in Ghent." "My dog is called Bello." ben said "I live in Leeds." '
        'ana and ben said "We met in Turin."'
    )


def test_in_company_turns_keep_whose_they_are_when_their_notes_go() -> None:
    shorter, _ = compressed(TWO, Archive(), TWO.turns[:6], SCALE)
    assert {one.note for one in shorter.turns} == {"The next message is from ben."}
    alone = History(turns=tuple(heard("ana", f"Well, {n}.") for n in range(9)))
    shorter, _ = compressed(alone, Archive(), alone.turns[:6], SCALE)
    assert {one.note for one in shorter.turns} == {""}
    assert shorter.summary.startswith("they said") or not shorter.summary


def test_what_is_told_again_says_who_said_it_and_is_first_of_all_the_askers_own() -> None:
    archive = Archive(named=True).added(TWO.turns)
    asked = "Which town do I live in?"
    by_ana = archive.relevant(Asked(asked, people=("ana",)), 150, SCALE)
    assert 'ana said: "I live in Ghent."' in by_ana
    ours = Archive(named=True).added([heard("ana", "I live in Ghent, by the canal.")])
    asked = "Where is it that I live nowadays?"
    assert "ana said" in ours.relevant(Asked(asked, people=("ana",)), 150, SCALE)
    assert ours.relevant(Asked(asked, people=("ben",)), 150, SCALE) == ""


def test_names_come_with_the_second_person_and_stay() -> None:
    alone = History(turns=tuple(heard("ana", f"I live in house {n}.") for n in range(9)))
    history, archive = compressed(alone, Archive(), alone.turns[:6], SCALE)
    assert named(history, archive, ["ana"]) == (history, archive)
    assert history.summary.startswith("they said")
    later, known = named(history, archive, ["you"])
    assert later.summary.startswith("ana said")
    assert {one.note for one in later.turns} == {"The next message is from ana."}
    assert named(later, known, ["ana"]) == (later, known)
    assert named(History(), Archive(), ["ana", "ben"])[1].named
    with_desk = later.added(heard("you", "I live in house 12."))
    last, _ = compressed(with_desk, known, with_desk.turns, SCALE)
    assert last.summary.endswith('the one at the desk said "I live in house 12."')


def test_a_persons_name_counts_into_the_budget() -> None:
    long = "a-person-with-a-very-long-name-indeed " * 3
    archive = Archive(named=True).added(
        [Turn(said="My cello is from Turin.", people=(long.strip(),))]
    )
    asked = Asked("Where is my cello from?", people=(long.strip(),))
    assert archive.relevant(asked, 30, SCALE) == ""
    assert archive.relevant(asked, 90, SCALE)


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
    whole = History(turns=tuple(turn(number, "I live in house") for number in range(OVER)))
    shorter, archive = compressed(
        whole, Archive(), due(whole, SCALE), SCALE, text="Somebody met Zarathustra in Rome."
    )
    assert archive.quoted
    assert '"I live in house 4."' in shorter.summary


def test_the_request_for_a_summary_holds_the_last_one_and_the_block() -> None:
    whole = history(OVER)
    block = due(whole, SCALE)
    _, archive = compressed(whole, Archive(), block, SCALE, text="They have cousins.")
    system, asked = digest.request(archive, [turn(50)], 100)
    assert system.role == "system"
    assert "They have cousins." in asked.content
    assert "Person: My cousin number 50." in asked.content
    assert "60 words" in system.content


def test_a_model_that_sums_up_again_and_again_names_all_its_sources() -> None:
    whole, archive = history(OVER), Archive()
    first = due(whole, SCALE)
    whole, archive = compressed(whole, archive, first, SCALE, text="They have cousins.")
    for number in range(OVER, 2 * OVER):
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
    idle: bool = True
    history: History = field(default_factory=History)
    archive: Archive = field(default_factory=Archive)
    said: list[Turn] = field(default_factory=list)
    blocks: int = 0
    breaks: int = 0
    before: tuple[Message, ...] = ()

    def say(self, text: str, reply: str) -> None:
        told = [message.content for message in self.history.messages()]
        earlier = self.archive.relevant(Asked(text), self.marks.told, SCALE, told)
        assert SCALE.count(earlier) <= self.marks.told
        late = [Component(name="told again", text=earlier, place="late")]
        plan = build(
            Persona(),
            self.history,
            late,
            [text],
            Room(100_000),
            archive=self.archive,
            marks=self.marks,
        )
        self.blocks += plan.history is not self.history
        self.breaks += plan.messages[: len(self.before)] != self.before
        self.before = (*plan.messages, Message("assistant", reply))
        kept = plan.history.tokens(SCALE) if len(plan.history.turns) > 1 else 0
        assert kept + SCALE.count(earlier) <= self.marks.most
        self.history, self.archive = plan.answered(reply), plan.archive
        self.said.append(Turn(said=text, reply=reply))
        if self.idle and (block := due(self.history, SCALE, self.marks)):
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
@given(PAIRS, st.integers(256, 9000), st.integers(100, 3000), st.booleans())
def test_no_pair_is_cut_no_order_lost_and_the_prefix_breaks_once_a_block(
    pairs: list[tuple[str, str]], context: int, most: int, idle: bool
) -> None:
    """Whether blocks leave while nobody talks, or only once there is no more room."""
    talk = Talk(Marks.of(context, most), idle)
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
    talk = Talk(Marks(high_turns=5, low_turns=2))
    for said, reply in pairs:
        talk.say(said, reply)
    if by_model and talk.archive.entries:
        sources = frozenset(entry.number for entry in talk.archive.entries)
        told = (Sentence("They told of an aunt.", sources),)
        talk.archive = replace(talk.archive, summary=told, quoted=False)
        talk.history = replace(talk.history, summary=talk.archive.summary_text)
    held = any(holds(one.said + one.reply, [word]) for one in talk.said)
    left, archive = without(talk.history, talk.archive, [word])
    assert not holds(" ".join(message.content for message in left.messages()), [word])
    assert not any(holds(f"{e.turn.said} {e.turn.reply}", [word]) for e in archive.entries)
    assert left.summary == archive.summary_text
    assert archive.relevant(Asked(f"Where is {word}?"), 150, SCALE).count(word) == 0
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
