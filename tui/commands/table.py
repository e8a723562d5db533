"""All slash commands, and the completion drawn from them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tui.commands import (
    actions,
    agents,
    bridge,
    comfort,
    images,
    looks,
    memory,
    mind,
    models,
    porting,
    sessions,
    surgery,
    voice,
)
from tui.commands.base import Argument, SlashCommand
from tui.mood import MODES
from tui.widgets.choices import Choice


def _modes(words: Sequence[str]) -> Sequence[Argument]:
    return [Argument(name, about) for name, about in MODES.items() if name.startswith(words[-1])]


def _roles(words: Sequence[str]) -> Sequence[Argument]:
    if len(words) > 1:
        return ()
    return [
        Argument(f"{role} ", "then a name or a path")
        for role in actions.ROLES
        if role.startswith(words[0])
    ]


def _clear(words: Sequence[str]) -> Sequence[Argument]:
    if len(words) > 1:
        return ()
    wanted = "clear".startswith(words[0])
    return [Argument("clear", "let go of it; add a kind for one")] if wanted else ()


def _off(words: Sequence[str]) -> Sequence[Argument]:
    wanted = len(words) == 1 and "off".startswith(words[0])
    return [Argument("off", "end it")] if wanted else ()


def _consent(words: Sequence[str]) -> Sequence[Argument]:
    if len(words) > 1:
        return ()
    rows = memory.CONSENT_WORDS.items()
    return [Argument(word, about) for word, about in rows if word.startswith(words[0])]


def _voice(words: Sequence[str]) -> Sequence[Argument]:
    if len(words) > 1:
        return ()
    rows = voice.WORDS.items()
    return [Argument(word, about) for word, about in rows if word.startswith(words[0])]


def _bridge(words: Sequence[str]) -> Sequence[Argument]:
    if len(words) > 1:
        return ()
    rows = bridge.WORDS.items()
    return [Argument(word, about) for word, about in rows if word.startswith(words[0])]


def _all(words: Sequence[str]) -> Sequence[Argument]:
    wanted = len(words) == 1 and words[0] in ("al", "all")
    return [Argument("all", "everything there is of you; asks first")] if wanted else ()


TABLE: tuple[SlashCommand, ...] = (
    SlashCommand("help", "help", "Keys and commands", actions.show_help),
    SlashCommand("mood", "mood", "How SEL feels, and why", actions.show_mood),
    SlashCommand("mind", "mind", "A window into how I am", mind.show),
    SlashCommand("mode", "mode", "Change how SEL is with you", actions.set_mode, "MODE", _modes),
    SlashCommand(
        "model", "model", "Use another model, for now", actions.use_model, "[ROLE NAME]", _roles
    ),
    SlashCommand("models", "models", "All models: sizes, speed, fetch more", models.show),
    SlashCommand("stats", "stats", "Turns, speed, cache, machine", actions.show_stats),
    SlashCommand(
        "cache", "cache", "What I need not make again", actions.show_cache, "[clear]", _clear
    ),
    SlashCommand("analytics", "analytics", "My hormones over weeks", actions.show_analytics),
    SlashCommand("voice", "voice", "Talk with me aloud", voice.voice, "[on|off|…]", _voice),
    SlashCommand(
        "image",
        "image",
        "Show me a picture, or a text file",
        images.image,
        "FILE|paste [WORDS]",
        images.complete,
    ),
    SlashCommand("sessions", "sessions", "All our conversations", sessions.show),
    SlashCommand("new", "new", "Begin another conversation", sessions.new),
    SlashCommand("find", "find", "Find words in all conversations", sessions.find, "[WORDS]"),
    SlashCommand("rename", "rename", "Name this conversation", sessions.rename, "[TITLE]"),
    SlashCommand("pin", "pin", "Keep this one on top, or no more", sessions.pin),
    SlashCommand("archive", "archive", "Put this one away, or bring it back", sessions.archive),
    SlashCommand("delete", "delete", "Delete this one for good; I ask first", sessions.delete),
    SlashCommand("edit", "edit", "Say your last message anew", surgery.edit, "[WORDS]"),
    SlashCommand("regenerate", "regenerate", "Another reply", surgery.regenerate),
    SlashCommand("continue", "continue", "Let me go on where I ended", surgery.go_on),
    SlashCommand("branch", "branch", "Go on before the last N turns", surgery.branch, "[N]"),
    SlashCommand("tree", "tree", "The branches of this conversation", surgery.tree),
    SlashCommand("back", "back", "Undo the last edit or branch", surgery.back),
    SlashCommand("redo", "redo", "Make it again", surgery.redo),
    SlashCommand(
        "copy", "copy", "Copy the last reply", surgery.copy, "[code N|all]", surgery.copied
    ),
    SlashCommand(
        "export",
        "export",
        "Write this conversation to a file",
        porting.export_to,
        "[FILE]",
        porting.kinds,
    ),
    SlashCommand(
        "import", "import", "Chats and characters in", porting.take_in, "FILE", porting.files
    ),
    SlashCommand("persona", "persona", "Who I am here; edit it", porting.persona, "[NAME]"),
    SlashCommand("memories", "memories", "All I remember, and the map", memory.show),
    SlashCommand("why", "why", "What I recalled for the last reply", memory.why),
    SlashCommand("undo", "undo", "Take back what was kept last", memory.undo),
    SlashCommand(
        "forget", "forget", "Forget for good; I ask first", memory.forget, "WORDS|all", _all
    ),
    SlashCommand("consent", "consent", "May I remember you?", memory.consent, "[on|off]", _consent),
    SlashCommand("memsvg", "memsvg", "Write the map as a picture", memory.draw, "[FILE]"),
    SlashCommand("agents", "agents", "Small helpers I may ask", agents.show),
    SlashCommand("agent", "agent", "Ask one of them", agents.ask, "NAME WORDS", spoken=True),
    SlashCommand(
        "bridge", "bridge", "Go to Discord, or leave it", bridge.bridge, "[on|off]", _bridge
    ),
    SlashCommand("channels", "channels", "Where I am on Discord, live", bridge.channels),
    SlashCommand("log", "log", "What the log says; none of our words", actions.show_log),
    SlashCommand("serve", "serve", "My figures over HTTP", actions.serve, "[PORT|off]", _off),
    SlashCommand("clear", "clear", "End this conversation, start anew", actions.clear),
    SlashCommand("panel", "panel", "Show or hide the panel", actions.toggle_panel),
    SlashCommand("plain", "plain", "Words only, for screen readers", looks.plain),
    SlashCommand("compact", "compact", "Close together, or with air", looks.compact),
    SlashCommand("theme", "theme", "Other colours", comfort.theme, "[NAME]", comfort.themes),
    SlashCommand(
        "settings", "settings", "All settings, to see and change", comfort.show_settings, "[WORDS]"
    ),
    SlashCommand("keys", "keys", "All keys, and others for them", comfort.show_keys, "[WORDS]"),
    SlashCommand("setup", "setup", "The first steps again", comfort.set_up),
    SlashCommand("quit", "quit", "Leave", actions.leave),
)

_COMMAND = re.compile(r"/([a-z_?]*)(?:(\s+)(.*))?\Z", re.DOTALL)


def parse(text: str) -> tuple[str, str] | None:
    """(name, the rest) where the text is meant as a command, else None.

    "/etc/passwd" and "/ 2" are not; neither is anything that begins with a space.
    """
    match = _COMMAND.match(text)
    if match is None or (not match[1] and match[2]):
        return None
    return match[1], (match[3] or "").strip()


def is_spoken(name: str, words: str) -> bool:
    """Whether this is a command that SEL itself obeys, as it obeys a message."""
    row = find(name)
    return row is not None and row.spoken and bool(words)


def find(name: str) -> SlashCommand | None:
    """The command of this name, or the only one that begins so."""
    exact = [row for row in TABLE if row.name == name]
    begun = [row for row in TABLE if name and row.name.startswith(name)]
    found = exact or (begun if len(begun) == 1 else [])
    return found[0] if found else None


def choices(text: str) -> list[Choice]:
    """Completions for the text in the prompt; none where it is not a command."""
    match = _COMMAND.match(text)
    if match is None or "\n" in text:
        return []
    name, gap, rest = match[1], match[2], match[3]
    if gap is None:
        return [
            Choice(
                f"/{row.name}{' ' if row.usage else ''}",
                row.title,
                row.help,
                not row.needs_argument,
            )
            for row in TABLE
            if row.name.startswith(name)
        ]
    row = find(name)
    if row is None:
        return []
    words = (rest or "").split(" ")
    kept = " ".join(words[:-1])
    head = f"/{row.name} {kept + ' ' if kept else ''}"
    return [Choice(head + item.text, item.text.strip(), item.help) for item in row.complete(words)]
