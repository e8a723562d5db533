"""Words as they must be written for espeak, which Piper's voices read with, to say them right.

Pure. Only what espeak gets wrong is here: it reads 3.14, 10:30, 50 %, 1,234, 2024, C++, v1.2.3,
&, 20 °C, file names and addresses as people do, but "$5" as "dollar five", "Dr." as the end of a
sentence and "5 km" as "five kay em". The expansions are English, as SEL is.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_TITLES = {
    "dr": "Doctor", "mr": "Mister", "mrs": "Missus", "ms": "Miss", "prof": "Professor",
    "st": "Saint", "vs": "versus", "gen": "General", "sgt": "Sergeant", "rev": "Reverend",
    "gov": "Governor", "pres": "President", "approx": "approximately", "jr": "junior",
    "sr": "senior", "e.g": "for example", "i.e": "that is", "mt": "Mount", "dept": "department",
    "fig": "figure", "capt": "Captain", "lt": "Lieutenant", "col": "Colonel", "cf": "compare",
}  # fmt: skip
_UNITS = {
    "km": "kilometre", "m": "metre", "cm": "centimetre", "mm": "millimetre", "kg": "kilogram",
    "g": "gram", "mg": "milligram", "l": "litre", "ml": "millilitre", "ms": "millisecond",
    "s": "second", "sec": "second", "min": "minute", "h": "hour", "hr": "hour", "kb": "kilobyte",
    "mb": "megabyte", "gb": "gigabyte", "tb": "terabyte", "mi": "mile", "ft": "foot", "lb": "pound",
    "kwh": "kilowatt hour", "km/h": "kilometre per hour", "w": "watt", "kw": "kilowatt",
    "hz": "hertz", "khz": "kilohertz", "mhz": "megahertz", "ghz": "gigahertz",
    "°c": "degree Celsius", "°f": "degree Fahrenheit", "mph": "mile per hour",
    "fps": "frame per second",
}  # fmt: skip
_ALIKE = {"hertz", "kilohertz", "megahertz", "gigahertz"}
_MONEY = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen"}
MAGNITUDES = frozenset({"hundred", "thousand", "million", "billion", "trillion"})
COINS = frozenset({"dollars", "euros", "pounds", "yen"})
_SIGNS = {
    "->": "to", "→": "to", "=>": "to", "-": "—", "–": "—", "--": "—", "~": "about",
    "<": "less than", ">": "more than", "!=": "is not", "==": "equals", "<=": "at most",
    ">=": "at least", "w/": "with", "w/o": "without", "C#": "C sharp", "F#": "F sharp",
}  # fmt: skip

_NUMBER = r"\d[\d.,]*"
_URL = re.compile(r"(?:https?|ftp)://|www\.", re.IGNORECASE)
_AROUND = re.compile(r"[>*_]")
_EDGES = re.compile(r"^([(\[{<\"'“‘«]*)(.*?)([)\]}>\"'”’»,;:.!?…]*)$", re.DOTALL)
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"^({_NUMBER})[-–](?={_NUMBER}%?$)"), r"\1 to "),
    (re.compile(r"^~(?=\d)"), "about "),
    (re.compile(r"^#(?=\d)"), "number "),
    (re.compile(r"^(\d{1,2}):00$"), r"\1 o'clock"),
    (re.compile(r"^(\d{1,2}):0(\d)$"), r"\1 oh \2"),
    (re.compile(r"^(\d{1,2}):00([ap]m)$", re.IGNORECASE), r"\1 \2"),
    (re.compile(r"^(\d+)k$", re.IGNORECASE), r"\1 thousand"),
    (re.compile(r"(?<=\w)\s*(?:—|--+)\s*(?=\w)"), " — "),
    (re.compile(r"(?<=[^\W\d_])–(?=[^\W\d_])"), " — "),
    (re.compile(r"(?<=[^\W\d_])/(?=[^\W\d_])"), " "),
    (re.compile(r"(?<=\w)(?:…|\.\.\.)(?=\w)"), ", "),
)
_SHARES = {
    "1/2": "one half", "1/3": "one third", "2/3": "two thirds", "1/4": "a quarter",
    "3/4": "three quarters", "24/7": "24 7",
}  # fmt: skip
_ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")
_PHONE = re.compile(r"^\+?\d+(?:-\d+)+$")
_AMOUNT = re.compile(rf"^([$€£¥])({_NUMBER}?)([kKmMbB]?)$")
_GLUED = re.compile(r"^(-?\d[\d.,]*)(°?[A-Za-zµ][A-Za-z/]*)$")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_LETTERS = {"k": " thousand", "m": " million", "b": " billion", "": ""}


def spelled(word: str, before: str = "") -> str:
    """A plain word as espeak should get it, perhaps as several; `before` is the word before it."""
    if _URL.search(word):
        return _address(word)
    if word in _SIGNS:
        return _SIGNS[word]
    head, core, tail = _parted(word)
    name = core.lower()
    if tail.startswith(".") and name in _TITLES:
        return head + _TITLES[name] + tail[1:]
    if tail.startswith(".") and len(core) == 1 and core.isupper() and core != "I":
        return head + core + tail[1:]  # an initial: its stop would end the sentence for espeak
    if name in _UNITS and _is_number(before):
        return head + _united(before, name) + tail
    return head + _core(core) + tail


def _parted(word: str) -> tuple[str, str, str]:
    match = _EDGES.match(word)
    return (match[1], match[2], match[3]) if match else ("", word, "")


def _core(core: str) -> str:
    if (known := _SIGNS.get(core) or _SHARES.get(core)) is not None:
        return known
    return _figure(core) if any(char.isdigit() for char in core) else _ruled(core)


def _figure(core: str) -> str:
    if amount := _AMOUNT.match(core):
        return _amount(*amount.groups())
    if (date := _ISO.match(core)) and 1 <= int(date[2]) <= 12:
        return f"{_MONTHS[int(date[2]) - 1]} {int(date[3])} {date[1]}"
    if core.count("-") > 1 and _PHONE.match(core):
        return core.replace("-", " ")
    if core.startswith("0") and core.isdecimal():  # a telephone number: figure by figure
        return " ".join(core)
    glued = _GLUED.match(core)
    if glued and glued[2].lower() in _UNITS and glued[2].lower() not in {"m", "s", "l", "w", "mi"}:
        return f"{glued[1]} {_united(glued[1], glued[2].lower())}"
    return _ruled(core)


def _ruled(core: str) -> str:
    for pattern, instead in _RULES:
        core = pattern.sub(instead, core)
    return core


def _amount(sign: str, number: str, letter: str) -> str:
    coin = _MONEY[sign]
    many = coin if coin == "yen" or (number == "1" and not letter) else coin + "s"
    return f"{number}{_LETTERS[letter.lower()]} {many}"


def _united(number: str, unit: str) -> str:
    words = _UNITS[unit]
    if number in {"1", "-1", "a", "one"} or words in _ALIKE:
        return words
    first, _, rest = words.partition(" ")
    if first == "foot":
        return "feet"
    if first == "kilowatt" and rest:
        return "kilowatt hours"
    return f"{first}s {rest}".rstrip()


def _is_number(word: str) -> bool:
    return re.fullmatch(rf"[-–~±]?{_NUMBER}|\w+-\d+", word.lstrip("(\"'")) is not None


def _address(word: str) -> str:
    """ "a link to example.org", with the punctuation behind it."""
    at = _URL.search(word)
    if at is None:
        return word
    head, url = word[: at.start()].rstrip("<(*_"), word[at.start() :]
    bare = url.rstrip(".,;:!?)>]}\"'”’…*_")
    full = bare if "://" in bare else f"http://{bare}"
    try:
        host = urlsplit(full).hostname or ""
    except ValueError:
        host = ""
    host = host.removeprefix("www.")
    named = f"a link to {host}" if host.isascii() and 0 < len(host) <= 60 else "a link"
    return f"{head} {named}{_AROUND.sub('', url[len(bare) :])}".strip()
