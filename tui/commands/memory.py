"""What the slash commands about memory do."""

from __future__ import annotations

import time

from sel.errors import InputRefused
from sel.memory_events import AnswerConsent, ForgetMemories, UndoMemory
from tui.commands import export, questions
from tui.commands.base import Desk
from tui.remembered import ME, STATES

CONSENT_WORDS = {
    "on": "Let SEL remember you",
    "off": "Stop; asks what becomes of what there is",
    "status": "Whether SEL remembers you",
}


async def consent(desk: Desk, words: str) -> None:
    """Say, give or withdraw the leave to remember."""
    word = words.strip().lower() or "status"
    if word not in CONSENT_WORDS:
        raise InputRefused("That needs on, off or status.", hint="e.g. /consent off")
    state = await desk.memory().consent(ME)
    if word == "on" and state != "given":
        await desk.submit(AnswerConsent(answer="yes"))
    elif word == "off" and state == "given":
        kept, notes = await desk.memory().memories(ME), await desk.memory().notes(ME)
        talks = await questions.kept_talks(desk.brain())
        desk.ask(questions.withdraw(len(kept), notes, talks, desk.wish))
    elif word == "status" and state in ("unasked", "not_now"):
        desk.ask(questions.consent(desk.memory().consent_words, desk.wish))
    else:
        desk.say(*STATES.get(state, (f"Consent: {state}.", "")))


async def undo(desk: Desk, _words: str) -> None:
    """Take back what was kept last."""
    await desk.submit(UndoMemory())


async def why(desk: Desk, _words: str) -> None:
    """What was recalled for the last reply."""
    desk.look("why")


async def show(desk: Desk, _words: str) -> None:
    """Everything SEL remembers, with the map."""
    desk.look("memories")


async def forget(desk: Desk, words: str) -> None:
    """Find what is meant, name it, ask."""
    words = words.strip()
    if not words:
        raise InputRefused(
            "What shall I forget?",
            hint="/forget WORDS finds it and asks; /forget all; /undo takes the newest back",
        )
    everything = words.lower() in ("all", "everything")
    memory = desk.memory()
    found = await (memory.memories(ME) if everything else memory.forget_preview(ME, words))
    notes = await memory.notes(ME) if everything else 0
    talks = await questions.kept_talks(desk.brain()) if everything else 0
    if not (found or notes or talks):
        if everything:  # there may be more of theirs all the same
            await desk.wish(ForgetMemories(everything=True))
        desk.say(
            "I remember nothing of you." if everything else "I remember nothing about that.",
            "/memories shows all there is",
        )
    elif everything:
        desk.ask(questions.forget_all(len(found), notes, talks, desk.wish))
    else:
        turns = await questions.going_too(desk.brain(), found)
        desk.ask(questions.forget(found, desk.wish, turns))


async def draw(desk: Desk, words: str) -> None:
    """Write the map as a picture."""
    now = time.time()
    svg = await desk.memory().memory_svg(ME)
    name = words.strip() or export.default_name(now, "sel-memory", "svg")
    path = export.write(name, svg, now, what="The map")
    desk.say(f"The map is in {path}", "Any browser shows it; only you can read the file.")
