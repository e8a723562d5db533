"""What people are told when a command fails: one sentence, no traceback, no path of SEL's owner."""

from __future__ import annotations

import re

from sel.errors import SelError

ODD = "That did not work. What went wrong stands in my log."
_PATH = re.compile(r"(?:~?/|\b[A-Za-z]:\\)[^\s'\"`]*[^\s'\"`.,:;)]")


def sentence_of(error: BaseException) -> str:
    """The sentence for an error that was raised on purpose; a general one for any other."""
    if not isinstance(error, SelError):
        return ODD
    # `where` is left out: it names files of the machine, and people here are not at it
    told = f"{error.title} {error.hint}".strip()
    return _PATH.sub(_hidden, told)


def _hidden(found: re.Match[str]) -> str:
    """Names of commands stay ("/sel consent"): one slash, small letters."""
    text = found.group()
    return text if re.fullmatch(r"/[a-z_]+", text) else "(a file)"
