"""What an agent's answer becomes: a note for a model that can retell it, or SEL's own words. Pure.

A small model changes figures as it retells them, so the reply is the answer itself. A larger one is
given it, fenced as data where others wrote it, and answers with it. What went wrong is said by SEL
whatever the model: there is nothing in it to retell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sel.agents.shell_run import Ran
from sel.agents.types import Answer, Json

CHARACTERS = 3
"""Characters taken for a token where text is cut to a number of tokens; most texts have more."""
LONGEST_SAID = 2_000
LONGEST_QUOTED = 600
"""Characters of SEL's own answers, and of others', that are said; all of it is in the event."""
LONGEST_ASKED = 80
CUT = " […]"
TELL = "Tell them this in your own words, and leave every figure and name as it is."


@dataclass(frozen=True, slots=True)
class Helped:
    """What came of asking an agent. `said` is the reply in SEL's own words: for every model where
    it is `firm`, else for small ones. `answer` is what a larger model is given. What is said
    `aside` is no part of what a model sees: it would only say it again. `told` are the person's own
    words beside the request, such as a note's, which memory may read as if they stood alone."""

    said: str
    answer: Answer | None = None
    aside: bool = False
    told: str = ""

    @property
    def firm(self) -> bool:
        """Whether no model is to say it in other words."""
        return self.answer is None

    def note(self, tokens: int) -> str:
        """The answer for a prompt, in about so many tokens; "" where it is not to be retold."""
        if self.answer is None:
            return ""
        given = replace(self.answer, text=shortened(self.answer.text, tokens * CHARACTERS))
        return f"The agent {given.agent} answers them:\n{given.for_prompt()}\n{TELL}"


def helped(answer: Answer) -> Helped:
    """What becomes of an answer."""
    if not answer.ok:
        return Helped(answer.text)
    if answer.trusted:
        return Helped(shortened(answer.text, LONGEST_SAID), answer)
    return Helped(_quoted(answer), answer)


def ran(done: Ran, command: str) -> tuple[Answer, Helped]:
    """What becomes of a command that was run. Its output is shown as it is, to everybody."""
    ended = "" if done.code == 0 else f"It ended with code {done.code}."
    text = "\n".join(filter(None, (done.output.rstrip("\n"), ended)))
    answer = Answer("shell", text or "It printed nothing.", seconds=done.seconds)
    if not done.output.strip():
        return answer, Helped(f"{_code(command)} printed nothing. {ended}".rstrip())
    shown = shortened(done.output.rstrip("\n"), LONGEST_SAID)
    fence = _longer_than("`" * 2, shown)
    said = f"{_code(command)} says:\n\n{fence}\n{shown}\n{fence}\n{ended}".rstrip()
    return answer, Helped(said)


def asked(arguments: Mapping[str, Json]) -> str:
    """Arguments in a few words, for one line."""
    values = (
        value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for value in arguments.values()
    )
    words = " ".join(" ".join(values).split())
    return shortened(words, LONGEST_ASKED)


def shortened(text: str, most: int) -> str:
    """The text, or its beginning with a mark."""
    return text if len(text) <= most else text[: most - len(CUT)].rstrip() + CUT


def _quoted(answer: Answer) -> str:
    """Somebody else's words, as theirs."""
    text = shortened(answer.text.strip(), LONGEST_QUOTED)
    if not text:
        return f"The agent {answer.agent} answered nothing."
    if "\n" not in text:
        return f"The agent {answer.agent} says: “{text}”"
    lines = "\n".join(f"> {line}".rstrip() for line in text.splitlines())
    return f"The agent {answer.agent} says:\n\n{lines}"


def _code(command: str) -> str:
    fence = _longer_than("", command)
    return f"{fence}{command}{fence}"


def _longer_than(least: str, text: str) -> str:
    """A row of backticks longer than any in the text, and than `least`."""
    return "`" * (max([len(least), *map(len, re.findall("`+", text))]) + 1)
