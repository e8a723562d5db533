"""What is kept of what people say, and what is left in the conversation."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.memory.reading.candidates import candidates

HERE = Path(__file__).parent
CONVERSATION = json.loads((HERE / "conversation.json").read_text(encoding="utf-8"))
KEPT = (HERE / "kept.txt").read_text(encoding="utf-8").splitlines()
DROPPED = (HERE / "dropped.txt").read_text(encoding="utf-8").splitlines()


def figures(messages: list[dict[str, object]]) -> tuple[int, int, int]:
    """How many of the things worth keeping were kept, how many there are, how much is junk."""
    right = wanted = junk = 0
    for message in messages:
        marks = message.get("keep", [])
        assert isinstance(marks, list)
        found = [one.text for one in candidates(str(message["say"]))]
        wanted += len(marks)
        right += sum(any(mark in text for text in found) for mark in marks)
        junk += sum(not any(mark in text for mark in marks) for text in found)
    return right, wanted, junk


def test_the_scripted_conversation() -> None:
    right, wanted, junk = figures(CONVERSATION)
    assert len(CONVERSATION) == 200
    assert wanted == 25
    assert right >= 22
    assert junk <= 0.03 * (right + junk)


def test_worth_keeping() -> None:
    assert [said for said in KEPT if not candidates(said)] == []


def test_not_worth_keeping() -> None:
    assert [said for said in DROPPED if candidates(said)] == []


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("I live in Lyon", "home"),
        ("I moved to Porto", "home"),
        ("we've moved to a cottage near Bath", "home"),
        ("I work as a nurse", "job"),
        ("I'm a nurse", "job"),
        ("I no longer work at the bank", "job"),
        ("my name is Tom", "name"),
        ("call me Tom", "name"),
        ("I'm 34", "age"),
        ("I turned 35 last week", "age"),
        ("my birthday is on 4 May", "birthday"),
        ("my favorite color is green", "favourite:colour"),
        ("my favourite film of all time is Alien", "favourite:film"),
        ("I'm vegan", "diet"),
        ("I went vegetarian", "diet"),
        ("I study biology", "study"),
        ("I'm married", "standing"),
        ("I got divorced last year", "standing"),
        ("my wife is called Ana", "partner"),
        ("my husband's name is Rui", "partner"),
        ("I have a dog called Rufus", "pet:dog:name"),
        ("we adopted a puppy named Rex", "pet:dog:name"),
        ("my cat's name is Luna", "pet:cat:name"),
        ("my sister Ana lives in Porto", "sister:ana:home"),
        ("my mom is a nurse", "mother:job"),
        ("my mother is a teacher", "mother:job"),
        ("I love coffee", "taste:coffee"),
        ("I hate coffee", "taste:coffee"),
        ("I'm moving to Porto in May", "moving"),
        ("I don't smoke anymore", "smoking"),
        ("I drive an old Volvo", "car"),
        # Two of these could be meant, so nothing is replaced.
        ("my other dog is called Max", ""),
        ("my sister's name is Ana", ""),
        ("I have two cats", ""),
        ("I'm allergic to peanuts", ""),
        ("I don't live in Lisbon", ""),
        ("I used to live in Berlin", ""),
    ],
)
def test_topics(said: str, topic: str) -> None:
    assert [one.topic for one in candidates(said)] == [topic]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("I live in Porto", "fact"),
        ("I love jazz", "preference"),
        ("I prefer short answers", "preference"),
        ("my sister is a vet", "person"),
        ("I have two brothers", "person"),
        ("I start at the hospital on Monday", "plan"),
        ("I want to learn Italian", "plan"),
        ("we broke up last month", "episode"),
        ("I've been feeling lonely since the move", "episode"),
        ("my dog is 12", "fact"),
        ("my sister is getting married in June", "plan"),
    ],
)
def test_kinds(said: str, kind: str) -> None:
    assert [one.kind for one in candidates(said)] == [kind]


@pytest.mark.parametrize(
    ("said", "texts"),
    [
        (
            "My name is Tom, I'm 34 and I live in Leeds with my wife Ana and our two dogs.",
            ["My name is Tom.", "I'm 34.", "I live in Leeds with my wife Ana and our two dogs."],
        ),
        ("btw im allergic to nuts lol", ["Im allergic to nuts."]),
        ("oh and my mum’s name is Rosa", ["My mum’s name is Rosa."]),
        ("I live in Porto 😊 my cat is asleep", ["I live in Porto."]),
        ("I'm vegetarian, any ideas for dinner?", ["I'm vegetarian."]),
        (
            "Hello! My name is Dr. Jane Smith and I live on St. Mary's Road.",
            ["My name is Dr. Jane Smith.", "I live on St. Mary's Road."],
        ),
        ("Last week we moved to Leeds", ["Last week we moved to Leeds."]),
        ("my dad, who was a carpenter, died last year", None),
        ("my cat Miso (she's 3) has diabetes", None),
        ("my sister and I live in Porto", None),
    ],
)
def test_each_is_a_sentence_of_its_own(said: str, texts: list[str] | None) -> None:
    found = [one.text for one in candidates(said)]
    assert found == (texts or [said[0].upper() + said[1:] + "."])


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("remember that I like my tea black", "I like my tea black."),
        ("Please remember: the gate is locked at night.", "The gate is locked at night."),
        ("don't forget the milk", "Don't forget the milk."),
        ("don't forget that Ana comes on Friday", "Ana comes on Friday."),
        ("can you remember that I don't eat pork?", "I don't eat pork."),
        ("note to self: renew the passport", "Renew the passport."),
        ("could you note down that my size is 38", "My size is 38."),
        ("my locker is number 212, don't forget it!", "My locker is number 212."),
        ("We close on Sundays. Please remember that.", "We close on Sundays."),
        ("I need you to remember something: the cat is deaf", "The cat is deaf."),
        ("hey SEL, keep in mind that I'm a beginner", "I'm a beginner."),
    ],
)
def test_asked_for(said: str, text: str) -> None:
    [found] = candidates(said)
    assert found.text == text
    assert found.asked
    assert found.hard
    assert found.importance >= 0.7


@pytest.mark.parametrize(
    "said",
    [
        "you can remember things about me again",
        "don't remember that I live in Porto",
        "please don't remember that",
        "remember that",
        "remember me",
        "forget that I live in Porto",
        "do you remember that I live in Porto?",
    ],
)
def test_requests_are_no_memories(said: str) -> None:
    assert candidates(said) == []


def test_hard_and_soft() -> None:
    hard = ["I'm allergic to peanuts", "my name is Tom", "I have two sons", "I live in Porto"]
    soft = ["I love hiking", "I'm flying to Rome on Friday", "I've been lonely since May"]
    assert all(one.hard for said in hard for one in candidates(said))
    assert not any(one.hard for said in soft for one in candidates(said))


def test_identity_weighs_most() -> None:
    for said in ("I live in Porto", "I'm vegan", "I work as a nurse", "I love you all, I'm 34"):
        assert [one.importance for one in candidates(said)] == [0.9]


def test_what_is_over_does_not_replace_what_is() -> None:
    new, old = candidates("I moved to Porto, I don't live in Lyon any more")
    assert (new.topic, old.topic) == ("home", "")


def test_tags_name_whom_it_is_about() -> None:
    [ana] = candidates("my sister Ana lives in Porto")
    assert ana.tags[:2] == ("people", "sister")
    [rex] = candidates("my dog Rex has diabetes")
    assert rex.tags[:2] == ("pet", "dog")


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    for one in candidates(text):
        assert one.quote in text


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([*KEPT, *DROPPED]), max_size=4), st.sampled_from([". ", "\n", "! "])
)
def test_quotes_are_the_persons_own_words(parts: list[str], between: str) -> None:
    said = between.join(parts)
    for one in candidates(said):
        assert one.quote in said
        assert one.text.strip()
        assert one.text[0] == one.text[0].upper()
        assert "\n" not in one.text


@pytest.mark.parametrize("frame", ["> {}", "```\n{}\n```", 'he said "well, {} you know"', "    {}"])
def test_other_voices_are_not_theirs(frame: str) -> None:
    assert [said for said in KEPT if candidates(frame.format(said))] == []


@pytest.mark.parametrize(
    "text", ["hi, i'm tom. I like tea", "I'm Tom.", "i'm tom. i moved to Rome"]
)
def test_a_known_name_counts_in_any_case(text: str) -> None:
    assert "name" in {one.topic for one in candidates(text)}


@pytest.mark.parametrize("text", ["i'm bill. I pay", "I'm frank about it", "i'm done. I like tea"])
def test_a_word_that_is_no_name_does_not(text: str) -> None:
    assert "name" not in {one.topic for one in candidates(text)}
