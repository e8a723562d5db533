"""The text of one web page, fetched by its address. Nothing of the home network is reached."""

from __future__ import annotations

import re

from sel.agents.fetch import fetch
from sel.agents.page_text import text_of
from sel.agents.told import Context
from sel.agents.words import Match

DESCRIPTION = "the text of a web page (public addresses only)"
ARGUMENTS = {
    "type": "object",
    "properties": {"url": {"type": "string", "minLength": 4, "maxLength": 2000}},
    "required": ["url"],
}
KIND = "slow"
TIMEOUT = 20.0

_URL = r"(?P<url>https?://[^\s<>\"']+)"
_ASKED = re.compile(
    rf"(?:(?:read|open|fetch|summari[sz]e|look at|check out|have a look at)"
    rf"(?: (?:this|the|that))?(?: (?:page|article|link|site|website|post))?(?: at)?:?"
    rf"|what(?:'s| is) (?:on|at|in)(?: (?:this|the) page)?|what does) {_URL}(?: say| about)?",
    re.IGNORECASE,
)


def match(text: str) -> Match | None:
    """A bare sentence that asks to read the page it names."""
    if found := _ASKED.fullmatch(text):
        return Match({"url": found["url"]}, 0.95, "asks to read a page")
    return None


def run(arguments: dict[str, str], _: Context) -> str:
    """The address it came from in the end, and the text."""
    page = fetch(arguments["url"])
    return f"{page.url}\n\n{text_of(page)}"
