"""Questions people have, in their words, and what answers each. Pure.

What answers is "/command words" (run), "/command " (begun in the prompt, for more has to follow) or
"key:ID" (what that key does). The first of several that there is counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HowTo:
    """One question. `words` are others that mean the same."""

    asks: str
    answers: tuple[str, ...]
    words: str = ""


HOW: tuple[HowTo, ...] = (
    HowTo("Talk with SEL", ("key:talk-here",), "first chat write message say hello begin start"),
    HowTo(
        "Find something that was said",
        ("/find", "/memories"),
        "search past sentence history look for earlier old",
    ),
    HowTo(
        "Correct an old question, go on from there",
        ("key:pick", "/edit"),
        "fix typo edit change branch fork message mistake",
    ),
    HowTo("Use another model", ("/models", "/model"), "switch change gguf llm engine bigger pull"),
    HowTo(
        "Bring a character card in",
        ("/import ",),
        "import persona sillytavern tavern png card role character chatgpt",
    ),
    HowTo("Change the colours", ("/theme",), "theme dark light color contrast look appearance"),
    HowTo("Change a key", ("/keys",), "remap shortcut hotkey binding keyboard"),
    HowTo(
        "Write this conversation to a file",
        ("/export",),
        "export save markdown html json share download",
    ),
    HowTo(
        "See why SEL said that",
        ("/why",),
        "reason because recalled memory prompt explain understand",
    ),
    HowTo(
        "Forget one thing",
        ("/memories",),
        "delete remove memory erase undo privacy forget single",
    ),
    HowTo("Talk aloud", ("/voice on",), "voice microphone mic speak speech listen audio sound"),
    HowTo("Change a setting", ("/settings",), "options preferences configure config notify"),
    HowTo("Begin again with the first steps", ("/setup",), "wizard setup welcome name consent"),
)


def answer(how: HowTo, there_is: Callable[[str], bool]) -> str:
    """What answers it: the first that `there_is`; "" where nothing does."""
    return next((one for one in how.answers if there_is(one)), "")


SYNONYMS = {
    "theme": "dark light color colour night appearance contrast skin",
    "settings": "options preferences configure config change",
    "keys": "shortcuts hotkeys remap bindings keyboard",
    "setup": "wizard first steps welcome name",
    "sessions": "history conversations past chats home list",
    "new": "fresh conversation start chat",
    "find": "search history past sentence",
    "rename": "title name conversation",
    "pin": "favourite star keep top",
    "archive": "hide put away",
    "delete": "remove erase conversation",
    "tree": "branches versions",
    "branch": "fork copy",
    "regenerate": "again retry another reply reroll",
    "voice": "microphone mic speak aloud listen speech sound audio",
    "model": "switch llm gguf engine",
    "models": "switch llm gguf engine download pull fetch ollama",
    "image": "picture photo see vision look",
    "import": "card character chatgpt sillytavern chats load",
    "export": "save markdown file write html json",
    "persona": "character who role card",
    "memories": "memory remember facts known history",
    "forget": "delete remove erase memory privacy",
    "consent": "privacy remember allow permission",
    "why": "reason explain recalled",
    "mood": "feelings hormones emotions",
    "mind": "feelings hormones inner state day",
    "mode": "style behave playful focus quiet",
    "stats": "speed tokens performance statistics",
    "analytics": "trends weeks history chart",
    "clear": "reset restart empty wipe",
    "panel": "sidebar side hide",
    "help": "keys commands how what",
    "quit": "exit leave close end bye",
    "copy": "clipboard",
    "bridge": "discord bot",
    "channels": "discord servers",
    "log": "errors debug what happened",
    "agents": "tools helpers",
}
"""Plain words for commands, by their ids."""
