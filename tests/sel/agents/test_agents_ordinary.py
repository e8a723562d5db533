"""Agents and the shell in ordinary talk: what people say to SEL elsewhere asks for none of them."""

from __future__ import annotations

import ast
import json
from pathlib import Path

from sel.agents.catalogue import built_in
from sel.agents.choose import choose
from sel.agents.shell_detect import detect
from sel.brain.agents.shelling import CLEAR
from sel.paths import assets

BRAIN = Path(__file__).parents[1] / "brain"
KNOWN = built_in()


ASK = {
    "how many grams are in an ounce",
    "what time is it in tokyo",
    "Remind me to call the dentist tomorrow",
    "what's the weather in paris",
}
"""Of all of them, these do ask for an agent."""


def said_to_the_brain() -> set[str]:
    """What the brain's tests of conversation say to it, but for those of agents."""
    found = set()
    for path in BRAIN.glob("test_*.py"):
        if "helping_stage" in (text := path.read_text()):
            continue
        for call in (one for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Call)):
            name = getattr(call.func, "id", "")
            given = [*call.args, *(one.value for one in call.keywords if one.arg == "text")]
            if name in ("say", "tell", "SendMessage"):
                constants = (one.value for one in given if isinstance(one, ast.Constant))
                found |= {text for text in constants if isinstance(text, str)}
    return found


def felt() -> set[str]:
    """Sentences the appraisal was measured on: feelings, news, small talk."""
    lines = (assets() / "appraisal" / "evaluation.jsonl").read_text("utf-8").splitlines()
    return {text for line in lines if isinstance(text := json.loads(line)["text"], str)}


def test_there_are_enough_of_them() -> None:
    assert len(said_to_the_brain()) > 60
    assert len(felt()) > 400


def test_an_agent_is_chosen_only_where_one_is_asked() -> None:
    ordinary = said_to_the_brain() | felt()
    assert {text for text in ordinary if choose(text, KNOWN) is not None} == ASK


def test_nothing_is_taken_for_a_command() -> None:
    ordinary = said_to_the_brain() | felt()
    assert [text for text in ordinary if detect(text).confidence >= CLEAR] == []
