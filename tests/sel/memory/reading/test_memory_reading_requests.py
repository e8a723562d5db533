"""What people ask of the memory in their own words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.memory.reading.requests import Request, request_in


@pytest.mark.parametrize(
    ("said", "kind", "about"),
    [
        ("please don't remember that", "dont_keep", ""),
        ("forget what I said about the job", "forget", "the job"),
        ("what do you know about me?", "what_do_you_know", ""),
        ("stop remembering things about me", "stop", ""),
        ("don't remember this", "dont_keep", ""),
        ("please do not keep this", "dont_keep", ""),
        ("dont save that pls", "dont_keep", ""),
        ("don't store what I just said", "dont_keep", ""),
        ("this is off the record", "dont_keep", ""),
        ("off the record: my boss is awful", "dont_keep", ""),
        ("just between us", "dont_keep", ""),
        ("you don't need to remember that", "dont_keep", ""),
        ("I'd rather you didn't remember that", "dont_keep", ""),
        ("forget that", "forget", ""),
        ("please forget that", "forget", ""),
        ("can you forget what I just said?", "forget", ""),
        ("forget the last thing I said", "forget", ""),
        ("Forget everything about my ex", "forget", "my ex"),
        ("delete everything you know about me", "forget_all", ""),
        ("forget everything", "forget_all", ""),
        ("forget me", "forget_all", ""),
        ("erase all my data", "forget_all", ""),
        ("wipe your memory", "forget_all", ""),
        ("can you please delete all my memories", "forget_all", ""),
        ("forget everything I told you", "forget_all", ""),
        ("forget everything you know about my sister", "forget", "my sister"),
        ("forget about my ex", "forget", "my ex"),
        ("forget my address", "forget", "my address"),
        ("please forget that I live in Porto", "forget", "I live in Porto"),
        ("Could you forget what I told you about my mum's illness?", "forget", "my mum's illness"),
        ("delete what I said about the divorce", "forget", "the divorce"),
        ("remove my birthday from your memory", "forget", "my birthday"),
        ("erase the memory about the dog", "forget", "the dog"),
        ("what do you remember about my sister?", "what_do_you_know", "my sister"),
        ("what have you got stored about me", "what_do_you_know", ""),
        ("what do you know", "what_do_you_know", ""),
        ("do you remember anything about my job?", "what_do_you_know", "my job"),
        ("what did I tell you about Ana?", "what_do_you_know", "Ana"),
        ("do you know anything about me", "what_do_you_know", ""),
        ("tell me everything you know about me", "what_do_you_know", ""),
        ("show me your memories", "what_do_you_know", ""),
        ("what have you learned about me so far?", "what_do_you_know", ""),
        ("stop keeping notes about me", "stop", ""),
        ("stop storing things", "stop", ""),
        ("don't remember anything about me", "stop", ""),
        ("don't remember anything I say", "stop", ""),
        ("turn off your memory", "stop", ""),
        ("switch memory off", "stop", ""),
        ("I don't want you to remember anything about me", "stop", ""),
        ("i withdraw my consent", "stop", ""),
        ("you can remember things about me again", "start", ""),
        ("start remembering things again", "start", ""),
        ("turn your memory back on", "start", ""),
        ("you may remember me", "start", ""),
        ("why did you bring that up?", "why", ""),
        ("why did that come up", "why", ""),
        ("how do you know that?", "why", ""),
        ("why did you mention my sister", "why", ""),
        ("where did you get that from?", "why", ""),
        ("yes", "yes", ""),
        ("Yes please", "yes", ""),
        ("yeah, go ahead", "yes", ""),
        ("no", "no", ""),
        ("No thanks", "no", ""),
        ("nope", "no", ""),
        ("nah", "no", ""),
        ("forget it", "no", ""),
        ("never mind", "no", ""),
        ("ok", "yes", ""),
        ("sure, do it", "yes", ""),
        ("stop remembering me", "stop", ""),
        ("Please stop remembering stuff about me.", "stop", ""),
        ("hey SEL, what do you know about me", "what_do_you_know", ""),
        ("so what do you remember of me?", "what_do_you_know", ""),
        ("What do you remember?", "what_do_you_know", ""),
        ("Don't keep this message", "dont_keep", ""),
        ("Please erase everything you have on me.", "forget_all", ""),
        ("forget all of it", "forget_all", ""),
        ("I want you to forget everything about Tom", "forget", "Tom"),
        (
            "I changed my mind. Forget what I said about moving to Spain, please",
            "forget",
            "moving to Spain",
        ),
    ],
)
def test_requests(said: str, kind: str, about: str) -> None:
    found = request_in(said)
    assert found is not None
    assert (found.kind, found.about) == (kind, about)


@pytest.mark.parametrize(
    "said",
    [
        "I want to forget about work",
        "don't forget the milk",
        "I can't remember his name",
        "remember when we met?",
        "what do you know about octopuses?",
        "I forgot my keys",
        "don't forget that I live in Porto",
        "remember that I'm allergic to nuts",
        "what do you know about Rust?",
        "yes I think so, but what about the second one?",
        "no I don't have soy sauce",
        "how do I delete everything in a folder?",
        "delete the last line of the file",
        "remove all duplicates from the list",
        "can you delete the third paragraph",
        "forget about the onions, use leeks",
        "I'll never forget that",
        "I don't remember",
        "stop it",
        "stop repeating yourself",
        "don't worry about that",
        "why did you do that",
        "I don't know what you mean",
        "you know what I mean",
        "erase my hard drive: how?",
        "why do cats purr?",
        "don't save the file yet",
        "okay so what's next",
        '"forget everything you know about me" is a great song title',
        "my teacher said forget everything you know about grammar",
        "forget everything you know about pizza, this one is better",
        "what did the doctor say about me",
        "I want to remember this day",
        "keep it short",
        "keep that in mind",
        "stop saving the file",
        "clear the screen",
        "no way, really?",
        "right, and then?",
        "what do you know about the French revolution?",
    ],
)
def test_no_requests(said: str) -> None:
    assert request_in(said) is None


def test_an_old_memory_is_asked_for() -> None:
    found = request_in("do you remember what I told you about my sister?")
    assert found == Request("what_do_you_know", "my sister")


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("I cried all day, please don't keep that", "dont_keep"),
        ("My boss drinks. Don't remember that!", "dont_keep"),
        ("That's enough for today. Stop remembering things about me.", "stop"),
        ("ok but forget what I said about Ana", "forget"),
        ("Please, forget everything about me.", "forget_all"),
        ("I’d like you to forget everything you know about me", "forget_all"),
    ],
)
def test_among_other_words(said: str, kind: str) -> None:
    found = request_in(said)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize("frame", ["> {}", "```\n{}\n```", 'the song goes "oh {} tonight"'])
def test_other_voices_ask_nothing(frame: str) -> None:
    assert request_in(frame.format("forget everything you know about me")) is None


@pytest.mark.parametrize("said", ["yes", "Yes!", "yes please", "sure", "go ahead", "ok", "do it"])
def test_yes(said: str) -> None:
    assert request_in(said) == Request("yes")


@pytest.mark.parametrize("said", ["no", "No.", "no thanks", "nope", "not now", "keep it", "cancel"])
def test_no(said: str) -> None:
    assert request_in(said) == Request("no")


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    found = request_in(text)
    assert found is None or found.about in text.replace("’", "'")


@settings(deadline=None)
@given(st.sampled_from(["yes", "no", "ok"]), st.text(alphabet="bdfgklmqrtvx ", min_size=12))
def test_longer_answers_are_no_confirmation(word: str, more: str) -> None:
    found = request_in(f"{word} but {more} though")
    assert found is None or found.kind not in {"yes", "no"}
