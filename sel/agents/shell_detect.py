"""Whether a message is a command for the machine. Pure; it runs nothing and allows nothing.

Many programs are named like English words ("find", "cat", "make", "who"), so a bare message counts
as a command only where its words have the form of one. The answer is a candidate for `shell_run`,
which has rules of its own; it may be kept for 12 h (`LASTING`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LASTING = 12 * 3600.0
"""Seconds for which a detection stays good."""
SURE = 0.8
LONGEST = 500

_CLEAR_NAMES = """
ls pwd df du ps grep egrep awk sed chmod chown mkdir rmdir rm mv cp ln git ssh scp rsync curl wget
tar gzip gunzip zip unzip apt apt-get dnf pacman brew pip pip3 npm npx yarn cargo docker kubectl
systemctl journalctl uname hostname whoami ifconfig ip netstat lsblk lscpu lsof htop nano vim nvim
emacs python python3 node gcc clang cmake pytest sudo cd ll tmux xargs traceroute nslookup dig
ffmpeg sqlite3 psql uv
"""
_WORD_NAMES = """
cat find make head tail sort cut date who kill top less more touch echo which test time ping diff
file free clear history man mount watch wc go ruby perl open code id env export stat tree uptime
jobs bg fg split join paste yes true false last host
"""
CLEAR = frozenset(_CLEAR_NAMES.split())
"""Programs whose names are no English words."""
WORDS = frozenset(_WORD_NAMES.split())
"""Programs whose names are English words, too."""
_ALONE = frozenset(("ls", "pwd", "df", "ps", "whoami", "uname", "ll", "htop", "lsblk", "lscpu"))

_FENCED = re.compile(r"`+\s*(?:(?:ba|z)?sh\s+)?\$?\s*([^`\n]+?)\s*`+")
_PROMPT = re.compile(r"[$❯]\s+(\S.*)")
_RUN = re.compile(
    r"(?:(?:please|pls|can you|could you|will you|sel,?|hey sel,?)\s+)*"
    r"(?:run|execute)(?: (?:the )?(?:shell )?command)?:?\s+(?P<command>\S.*?)"
    r"(?:\s+(?:for me|please|in (?:the|a) (?:shell|terminal))|[?!.])*",
    re.IGNORECASE,
)
_JOINED = re.compile(r"[;|&<>]")
"""Between two commands, or a command and a file."""
_OPTION = re.compile(r"(?:^|\s)--?[A-Za-z0-9][\w-]*")
_PATH = re.compile(
    r"(?:^|\s)(?:(?:~|\.{1,2}|https?:/)?/[\w./*-]+|[\w.-]+/[\w./*-]*|[\w-]+\.\w{1,5}|\*\.\w+|[/~.])"
    r"(?=\s|$)"
)
_PROSE = re.compile(
    r"\b(?:i|you|my|your|is|are|was|were|the|a|an|me|it|we|he|she|they|to|and|please|with|because"
    r")\b|[?,;]",
    re.IGNORECASE,
)
_TELLING = re.compile(
    r"\b(?:gives|takes|hangs|returns|fails|throws|crashes|keeps|says|shows|does|forever)\b", re.I
)
"""Of somebody who tells what a command did, and does not want it run."""
_SUBCOMMANDS = {
    "git": "status log diff add commit push pull fetch branch checkout switch merge rebase clone "
    "stash show init remote tag reset blame",
    "docker": "ps run build images exec logs stop start rm compose pull push",
    "pip": "install list freeze show uninstall",
    "pip3": "install list freeze show uninstall",
    "npm": "install run test start ci init",
    "cargo": "build run test check fmt clippy",
    "apt": "install update upgrade search list remove",
    "brew": "install update upgrade search list",
    "systemctl": "status start stop restart enable disable",
    "make": "clean all install test build check run",
    "go": "build run test mod vet fmt",
}


@dataclass(frozen=True, slots=True)
class Detection:
    """The command that a message is or holds ("" for none), how sure that is (0..1), and why."""

    command: str
    confidence: float
    reason: str

    @property
    def sure(self) -> bool:
        """Whether to offer it."""
        return self.confidence >= SURE


NONE = Detection("", 0.0, "no command")


def detect(text: str) -> Detection:
    """What of a message is a command for the machine."""
    text = text.strip()
    if not text or len(text) > LONGEST or "\n" in text:
        return NONE
    if found := _PROMPT.fullmatch(text):
        return Detection(found[1], 0.95, "stands behind a prompt sign")
    if (found := _FENCED.fullmatch(text)) and _program(found[1]):
        return Detection(found[1], 0.9, "is marked as code and begins with a program")
    if found := _RUN.fullmatch(text):
        return _asked(found["command"].strip("`\"' "))
    return _joined(text) or _bare(text)


def _joined(text: str) -> Detection | None:
    """Several commands in one line, "ls; rm x": whole, so that it is refused as a whole."""
    found = _bare(_JOINED.split(text, maxsplit=1)[0].strip()) if _JOINED.search(text) else NONE
    return Detection(text, found.confidence, found.reason) if found.command else None


def _asked(command: str) -> Detection:
    """Behind "run": "run git status", and not "run a bath"."""
    found = _joined(command) or _bare(command)
    if found.command:
        return Detection(found.command, max(found.confidence, 0.92), "asks to run a program")
    if _program(command) in CLEAR and not _PROSE.search(command):
        return Detection(command, 0.9, "asks to run a program")
    if _program(command) in WORDS and len(command.split()) == 1:
        return Detection(command, 0.6, "may ask to run a program")
    return NONE


def _bare(text: str) -> Detection:
    program = _program(text)
    rest = text[len(program) :].strip()
    if not program or _is_prose(rest):
        return NONE
    if program == "sudo":
        return Detection(text, 0.9, "is a program as root") if _bare(rest).command else NONE
    if not rest:
        return Detection(text, 0.9, "is a program") if program in _ALONE else NONE
    return _formed(text, program, rest)


def _formed(text: str, program: str, rest: str) -> Detection:
    """By the form of what stands behind the program's name."""
    first, *others = rest.split()
    if first in _SUBCOMMANDS.get(program, "").split():
        sure = 0.5 if program == "make" and others else 0.9
        return Detection(text, sure, "is a program and one of its commands")
    if _OPTION.search(rest):
        return Detection(text, 0.93, "is a program with options")
    if _PATH.search(rest):
        return Detection(text, 0.88 if program in CLEAR else 0.82, "is a program with a path")
    if program in _FREE and len(others) < 3:
        return Detection(text, 0.82, "is a program with words")
    return NONE


_FREE = frozenset(("cd", "mkdir", "rmdir", "rm", "grep"))
"""Programs whose arguments look like any words."""


def _is_prose(rest: str) -> bool:
    without = _PATH.sub(" ", rest)
    without = re.sub(r"\"[^\"]*\"|'[^']*'", "", without)
    if _TELLING.search(without):
        return True
    return len(_PROSE.findall(without)) > (1 if _OPTION.search(without) else 0)


def _program(text: str) -> str:
    """The first word, if it is a program's name as one types it."""
    first = text.split(maxsplit=1)[0] if text.split() else ""
    if first in CLEAR or first in WORDS:
        return first
    return first if re.fullmatch(r"(?:\./|/)[\w./-]+", first) else ""
