"""Sums, exactly: 0.1 + 0.2, 15% of 80, the square root of 2."""

from __future__ import annotations

import re

from sel.agents.arithmetic import LONGEST, SumError, is_sum, work_out
from sel.agents.told import Context, Refusal
from sel.agents.words import Match

DESCRIPTION = "sums such as 3*(4+5), 15% of 80, sqrt(2)"
ARGUMENTS = {
    "type": "object",
    "properties": {"sum": {"type": "string", "minLength": 1, "maxLength": LONGEST}},
    "required": ["sum"],
}
KIND = "fixed"

_ASKED = re.compile(
    r"(?:what(?:'s| is|s| does| do)|how much (?:is|are|does)|calculate|compute|work out|evaluate"
    r"|calc|solve)\s+(?P<sum>.+?)(?:\s+(?:equal|make|give|come to))?",
    re.IGNORECASE,
)
_NO_SUM = re.compile(r"(?:\+?\d[\d.]*(?:(?:\s?-\s?|/)\d[\d.]*)+)|\+?[\d\s()-]{7,}")
"""Dates, scores, telephone numbers and the like, when nobody asked for a sum."""
_SAYINGS = frozenset({"24/7", "9/11", "7/11", "7-11", "50/50", "20/20"})


def match(text: str) -> Match | None:
    """A bare sentence that is a sum or asks for one."""
    if not re.search(r"\d", text):
        return None
    if found := _ASKED.fullmatch(text):
        wish = found["sum"]
        if wish.replace(" ", "") not in _SAYINGS and is_sum(wish):
            return Match({"sum": wish}, 0.97, "asks for a sum")
        return None
    if text.rstrip().endswith("=") and is_sum(text):
        return Match({"sum": text}, 0.95, "is a sum")
    if _NO_SUM.fullmatch(text) or not is_sum(text) or _worded(text):
        return None
    return Match({"sum": text}, 0.9, "is a sum")


def _worded(text: str) -> bool:
    """A remark such as "half of 10" that nobody asked to be worked out."""
    return bool(re.match(r"(?:half|double|twice|third|quarter|a)\b", text, re.IGNORECASE))


def run(arguments: dict[str, str], _: Context) -> str:
    """The sum and what it comes to."""
    wish = arguments["sum"].strip().rstrip("=? ")
    try:
        result = work_out(wish)
    except SumError as error:
        raise Refusal(str(error)) from error
    sign = "" if result.startswith("≈") else "= "
    return f"{wish} {sign}{result}"
