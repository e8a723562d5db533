"""Dice, coins, a number between two, one of several."""

from __future__ import annotations

import re
import secrets

from sel.agents.told import Context, Refusal
from sel.agents.words import Match

DESCRIPTION = "dice such as 2d6+1, a coin, or one of several things"
ARGUMENTS = {
    "type": "object",
    "properties": {
        "roll": {
            "type": "string",
            "maxLength": 200,
            "default": "1d6",
            "description": "2d6, d20+3, coin, 1-100, or: tea, coffee",
        }
    },
}
KIND = "live"

MOST_DICE = 100
MOST_SIDES = 1_000_000
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}

_NOTATION = re.compile(
    r"(?P<count>\d{0,9})\s?d\s?(?P<sides>\d{1,9}|%)(?:\s*(?P<plus>[+-]\s*\d{1,6}))?", re.I
)
_RANGE = re.compile(r"(?P<low>-?\d{1,9})\s*(?:-|to|and|\.\.)\s*(?P<high>-?\d{1,9})", re.I)
_ROLL = re.compile(
    r"(?:roll|throw)(?: me)? (?:the |an? )?"
    r"(?P<what>\d{0,3}\s?d\s?(?:\d{1,7}|%)(?:\s*[+-]\s*\d{1,6})?)",
    re.I,
)
_DICE = re.compile(
    r"(?:roll|throw)(?: me)? (?P<count>a|an|one|two|three|four|five|six|the|some|\d{1,3})"
    r"(?: (?P<sides>\d{1,6})[- ]sided)? (?:dice|die)",
    re.I,
)
_COIN = re.compile(r"(?:flip|toss|throw)(?: me)? a coin|heads or tails", re.I)
_BETWEEN = re.compile(
    r"(?:(?:give|pick|choose|generate)(?: me)? )?a (?:random )?number (?:between|from) "
    r"(?P<low>-?\d{1,9}) (?:and|to) (?P<high>-?\d{1,9})",
    re.I,
)


def match(text: str) -> Match | None:
    """A bare sentence that asks for chance."""
    if found := _ROLL.fullmatch(text):
        return Match({"roll": found["what"]}, 0.97, "asks for a throw of dice")
    if _NOTATION.fullmatch(text):
        return Match({"roll": text}, 0.85, "is a throw of dice")
    if found := _DICE.fullmatch(text):
        count = _NUMBERS.get(found["count"].lower(), found["count"])
        sides = found["sides"] or 6
        return Match(
            {"roll": f"{count if str(count).isdigit() else 1}d{sides}"}, 0.95, "asks for dice"
        )
    if _COIN.fullmatch(text):
        return Match({"roll": "coin"}, 0.95, "asks for a coin")
    if found := _BETWEEN.fullmatch(text):
        return Match({"roll": f"{found['low']} to {found['high']}"}, 0.9, "asks for a number")
    return None


def run(arguments: dict[str, str], _: Context) -> str:
    """The throw in a sentence."""
    wish = arguments["roll"].strip()
    if wish.lower() in ("coin", "a coin", "heads or tails"):
        return f"{secrets.choice(('Heads', 'Tails'))}."
    if found := _NOTATION.fullmatch(wish):
        return _throw(found)
    if found := _RANGE.fullmatch(wish):
        low, high = sorted((int(found["low"]), int(found["high"])))
        return f"{low + secrets.randbelow(high - low + 1)}."
    things = [thing.strip() for thing in re.split(r",|\bor\b", wish) if thing.strip()]
    if len(things) > 1:
        return f"{secrets.choice(things)}."
    raise Refusal("Say for instance 2d6, d20+3, coin, 1-100, or: tea, coffee.")


def _throw(found: re.Match[str]) -> str:
    count = int(found["count"] or 1)
    sides = 100 if found["sides"] == "%" else int(found["sides"])
    if not (1 <= count <= MOST_DICE and 2 <= sides <= MOST_SIDES):
        raise Refusal(f"I throw 1 to {MOST_DICE} dice with 2 to {MOST_SIDES:,} sides each.")
    plus = int((found["plus"] or "0").replace(" ", ""))
    dice = [secrets.randbelow(sides) + 1 for _ in range(count)]
    parts = " + ".join(map(str, dice)) + (
        f" {'-' if plus < 0 else '+'} {abs(plus)}" if plus else ""
    )
    name = f"{count}d{sides}"
    total = sum(dice) + plus
    return f"{name}: {total}." if parts == str(total) else f"{name}: {parts} = {total}."
