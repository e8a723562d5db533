"""Leave to remember, on Discord: the question, the buttons, and what each answer is answered."""

from __future__ import annotations

from bridge.commands.asked import Answer, Asked, Button
from bridge.commands.deps import Deps
from sel.errors import InputRefused
from sel.memory_events import AnswerConsent, ConsentAnswer

CONSENT = "consent"
"""What these buttons' ids begin with."""

QUESTION = (
    "**May I remember things about you?**\n"
    "**What:** what you tell me about yourself, people, likes, plans and how you are, in your own "
    "words, with the date, the place and my mood; notes and reminders you ask for; summaries and "
    "numbers made of all that; whether you want me to look in on you, and when I did; replies of "
    "the last hours, so as not to make them twice; how my hormones went, and why (“thanks”); when "
    "you were last here. Never passwords, keys or card numbers.\n"
    "**Where:** only on the machine I run on, which belongs to whoever invited me; they can read "
    "it. A model on another machine, if they use one, is sent what I recall with your message. "
    "Discord itself keeps what is written here, by its own rules.\n"
    "**Where it comes up:** what you tell me in direct messages never comes up on a server, what "
    "you tell me on one server never on another. Check-ins come as direct messages only, and only "
    "if you want them.\n"
    "**How to undo it:** `/sel memory list`, `search`, `forget` and `export` show it, take it away "
    "and give it to you; what is forgotten is in no file afterwards. `/sel consent` ends it.\n"
    "Until you say yes, nothing of yours is on disk. After “not now” I ask again next time. "
    "After “never”, or when you have had everything erased, one line stays, so that I do not ask "
    "again: the answer and when, without your name or a word of yours."
)

STATES = {
    "given": "**I may remember you.** `/sel memory list` shows what I keep.",
    "withdrawn": "**I have stopped.** From now on I keep nothing new about you.",
    "not_now": "**All right, not now.** I keep nothing about you.",
    "never": "**All right, never.** I keep nothing about you, and will not ask again.",
}
"""What is said of each state; of any other the question is put."""
ERASED = "**It is erased, all of it, and I keep nothing new.**"
LEFT = "What I kept before stays until you have it erased."
SURE = "**Erase everything I know about you, for good?** Nobody can bring it back."

YES = Button(f"{CONSENT}:yes", "Yes", "good")
NOT_NOW = Button(f"{CONSENT}:not_now", "Not now")
NEVER = Button(f"{CONSENT}:never", "Never", "bad")
KEEP = Button(f"{CONSENT}:keep", "Stop, keep what is there")
ERASE = Button(f"{CONSENT}:erase", "Erase everything", "bad")
ERASE_ALL = Button(f"{CONSENT}:erase_all", "Yes, erase all", "bad")
STAY = Button(f"{CONSENT}:stay", "No")

_MEANT: dict[str, ConsentAnswer] = {
    "yes": "yes",
    "not_now": "not_now",
    "never": "never",
    "keep": "withdraw_keep",
    "erase_all": "withdraw_erase",
}


def question() -> Answer:
    """The question, with its three answers."""
    return Answer(QUESTION, buttons=(YES, NOT_NOW, NEVER))


def state_of(state: str) -> Answer:
    """How it stands, and what can be changed about it."""
    match state:
        case "given":
            return Answer(STATES[state], buttons=(KEEP, ERASE))
        case "withdrawn" | "never":
            return Answer(f"{STATES[state]}\n\n{QUESTION}", buttons=(YES,))
    return question()


async def shown(deps: Deps, asked: Asked) -> Answer:
    """How it stands with who asks. Raises `SelError`."""
    answer = state_of(await deps.mind.consent(asked.person))
    return await _with_rest(deps, asked, answer)


async def _with_rest(deps: Deps, asked: Asked, answer: Answer) -> Answer:
    """With what is left of before, if anything is, and the button that erases it."""
    if ERASE in answer.buttons or KEEP in answer.buttons:
        return answer
    if not await deps.mind.memories(asked.person, history=True):
        return answer
    return Answer(f"{answer.text}\n{LEFT}", buttons=(*answer.buttons, ERASE))


async def answered(deps: Deps, asked: Asked, which: str) -> Answer:
    """A button was pressed: it counts for whoever pressed it. Raises `SelError`."""
    if which == "erase":
        return Answer(SURE, buttons=(ERASE_ALL, STAY))
    if which == "stay":
        return await shown(deps, asked)
    if which not in _MEANT:
        raise InputRefused("That is no answer I know.")
    if which == "keep" and await deps.mind.consent(asked.person) != "given":
        return await shown(deps, asked)  # an old button: there is nothing to stop
    answer = AnswerConsent(channel=asked.channel, person=asked.person, answer=_MEANT[which])
    await deps.mind.submit(answer)
    if which == "erase_all":
        return Answer(ERASED)
    state = await deps.mind.consent(asked.person)
    buttons = (KEEP, ERASE) if state == "given" else ()
    told = Answer(STATES.get(state, STATES["not_now"]), buttons=buttons)
    return await _with_rest(deps, asked, told)
