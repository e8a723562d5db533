"""The weather from an address the person has set; without one SEL asks nobody."""

from __future__ import annotations

import re
from urllib.parse import quote

from sel.agents.fence import clean
from sel.agents.fetch import Door, fetch
from sel.agents.told import Context, Refusal
from sel.agents.words import Match

DESCRIPTION = "the weather, from the address you set in agents.toml"
ARGUMENTS = {
    "type": "object",
    "properties": {"place": {"type": "string", "maxLength": 60, "default": ""}},
}
KIND = "slow"
TIMEOUT = 20.0

LONGEST = 2_000
"""Characters of a report that are handed on."""
_KINDS = ("text/plain", "application/json", "text/html")
_PLACE = (
    r"(?: (?:in|at|for) (?P<place>(?!(?:my|your|his|her|our|their|the|this|that) )"
    r"[^\W\d_][\w .'-]{1,40}?))?"
)
_WHEN = r"(?: (?:today|outside|right now|now|currently|here|like|at the moment))*"
_ASKED = re.compile(
    rf"(?:(?:what(?:'s| is|s)|how(?:'s| is|s)) the (?:current )?(?:weather|temperature|forecast)"
    rf"|(?:the )?weather(?: report| forecast)?|what(?:'s| is) it like outside"
    rf"|is it (?:raining|snowing|cold|hot|sunny|windy)|(?:the )?forecast)"
    rf"{_WHEN}{_PLACE}{_WHEN}",
    re.IGNORECASE,
)


def match(text: str) -> Match | None:
    """A bare sentence that asks for today's weather."""
    if found := _ASKED.fullmatch(text):
        return Match({"place": found["place"] or ""}, 0.9, "asks for the weather")
    return None


def run(arguments: dict[str, str], context: Context) -> str:
    """The report as the address gives it, cut to `LONGEST` characters."""
    url = context.settings.get("url")
    place = arguments["place"].strip() or str(context.settings.get("place", ""))
    if not isinstance(url, str) or not url.startswith(("http://", "https://")):
        raise Refusal(
            "No address for the weather is set. In agents.toml: [weather] url = "
            '"https://wttr.in/{place}?format=4", or another one with {place} in it.'
        )
    if "{place}" in url and not place:
        raise Refusal("Which place? You may also set one: [weather] place in agents.toml.")
    page = fetch(url.replace("{place}", quote(place, safe="")), Door(kinds=_KINDS, most=64 * 1024))
    if page.kind == "text/html":
        raise Refusal("The address for the weather answers with a web page, not with a report.")
    report = clean(page.body.decode("utf-8", "replace")).strip()
    if not report:
        raise Refusal("The address for the weather answered with nothing.")
    return report[:LONGEST]
