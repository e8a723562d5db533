"""Units into one another, by a table of exact definitions.

The factors are those of the SI (BIPM brochure, 9th edition) and of the international yard and pound
(1959: 1 yd = 0.9144 m, 1 lb = 0.45359237 kg); gallons are named by country where they differ.
(`pint` knows more units and takes 1.5 s of a child's life to load; this takes nothing.)
"""

from __future__ import annotations

import re
from decimal import Context as Digits
from decimal import Decimal
from fractions import Fraction

from sel.agents.told import Context, Refusal
from sel.agents.words import Match

DESCRIPTION = "units: 5 km in miles, 70 f in c, 2 cups in ml"
ARGUMENTS = {
    "type": "object",
    "properties": {
        "amount": {"type": "string", "maxLength": 40, "description": "a number"},
        "unit": {"type": "string", "maxLength": 40},
        "to": {"type": "string", "maxLength": 40},
    },
    "required": ["amount", "unit", "to"],
}
KIND = "fixed"

_TABLE = """
length 1: m metre meter metres meters
length 1000: km kilometre kilometer kilometres kilometers kms
length 1/100: cm centimetre centimeter centimetres centimeters
length 1/1000: mm millimetre millimeter millimetres millimeters
length 0.0254: in inch inches
length 0.3048: ft foot feet
length 0.9144: yd yard yards
length 1609.344: mi mile miles
length 1852: nmi,nautical mile,nautical miles
length 9460730472580800: ly,light year,light years,light-year,light-years
mass 1: kg kilo kilos kilogram kilograms kilogramme kilogrammes
mass 1/1000: g gram grams gramme grammes
mass 1/1000000: mg milligram milligrams
mass 1000: t tonne tonnes,metric ton,metric tons
mass 0.45359237: lb lbs pound pounds
mass 0.028349523125: oz ounce ounces
mass 6.35029318: st stone stones
volume 1: l litre liter litres liters
volume 1/100: cl centilitre centiliter centilitres centiliters
volume 1/10: dl decilitre deciliter decilitres deciliters
volume 1/1000: ml millilitre milliliter millilitres milliliters
volume 1000: m3,cubic metre,cubic metres,cubic meter,cubic meters
volume 3.785411784: gal gallon gallons,us gallon,us gallons
volume 4.54609: imperial gallon,imperial gallons,uk gallon,uk gallons
volume 0.473176473: pint pints,us pint,us pints
volume 0.56826125: imperial pint,imperial pints,uk pint,uk pints
volume 0.946352946: quart quarts
volume 0.2365882365: cup cups
volume 0.01478676478125: tbsp tablespoon tablespoons
volume 0.00492892159375: tsp teaspoon teaspoons
volume 0.0295735295625: floz,fl oz,fluid ounce,fluid ounces
time 1: s sec secs second seconds
time 1/1000: ms millisecond milliseconds
time 60: min mins minute minutes
time 3600: h hr hrs hour hours
time 86400: d day days
time 604800: wk week weeks
time 31557600: yr year years
speed 1: m/s mps,metres per second,meters per second
speed 5/18: km/h kmh kph,kilometres per hour,kilometers per hour
speed 0.44704: mph,miles per hour
speed 463/900: kn knot knots
area 1: m2 sqm,square metre,square metres,square meter,square meters
area 1000000: km2,square kilometre,square kilometres,square kilometer,square kilometers
area 10000: ha hectare hectares
area 4046.8564224: acre acres
area 0.09290304: sqft,square foot,square feet
area 2589988.110336: square mile,square miles
data 1: byte bytes
data 1/8: bit bits
data 1000: kb kilobyte kilobytes
data 1000000: mb megabyte megabytes
data 1000000000: gb gigabyte gigabytes
data 1000000000000: tb terabyte terabytes
data 1024: kib kibibyte kibibytes
data 1048576: mib mebibyte mebibytes
data 1073741824: gib gibibyte gibibytes
energy 1: j joule joules
energy 1000: kj kilojoule kilojoules
energy 4184: kcal kilocalorie kilocalories calorie calories
energy 3600000: kwh,kilowatt hour,kilowatt hours
pressure 1: pa pascal pascals
pressure 100: hpa mbar
pressure 100000: bar bars
pressure 6894.757293168361: psi
pressure 101325: atm atmosphere atmospheres
angle 1: deg degree degrees
angle 57.29577951308232: rad radian radians
"""


def _read_table() -> dict[str, tuple[str, Fraction]]:
    known = {}
    for line in _TABLE.strip().splitlines():
        head, _, names = line.partition(": ")
        kind, factor = head.split()
        first, *spaced = names.split(",")
        for name in (*(first.split() if not _single(first) else [first]), *spaced):
            known[name] = (kind, Fraction(factor))
    return known


def _single(names: str) -> bool:
    """A first name of two words, such as "imperial gallon"."""
    return names.partition(" ")[0] in {"imperial", "square"}


_UNITS = _read_table()
_WARMTH = {
    **dict.fromkeys(("c", "celsius", "°c", "degrees celsius", "degrees c", "centigrade"), "C"),
    **dict.fromkeys(("f", "fahrenheit", "°f", "degrees fahrenheit", "degrees f"), "F"),
    **dict.fromkeys(("k", "kelvin", "kelvins"), "K"),
}
_NUMBER = r"-?\d[\d,]*(?:\.\d+)?|\.\d+|an?|one|half an?|\d+/\d+"
_UNIT = r"[a-z°][\w/°² -]{0,30}?"
_CONVERT = re.compile(
    rf"(?:(?:convert|change|turn|how much is|how much are|what(?:'s| is|s| are)) )?"
    rf"(?P<amount>{_NUMBER})\s*(?P<unit>{_UNIT}) (?:in|to|into|as) (?P<to>{_UNIT})",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    rf"how many (?P<to>{_UNIT}) (?:are |is )?(?:there )?(?:(?:in|to|make|equals?) )?"
    rf"(?P<amount>{_NUMBER}) ?(?P<unit>{_UNIT})",
    re.IGNORECASE,
)


def match(text: str) -> Match | None:
    """A bare sentence that wants one known unit in another of its kind."""
    found = _CONVERT.fullmatch(text) or _HOW_MANY.fullmatch(text)
    if found is None:
        return None
    unit, to = _name(found["unit"]), _name(found["to"])
    if _kind(unit) is None or _kind(unit) != _kind(to):
        return None
    given = {"amount": found["amount"], "unit": unit, "to": to}
    return Match(given, 0.95, f"asks for {_kind(unit)} in another unit")


def run(arguments: dict[str, str], _: Context) -> str:
    """The amount in the other unit."""
    unit, to = _name(arguments["unit"]), _name(arguments["to"])
    for name in (unit, to):
        if _kind(name) is None:
            raise Refusal(f"I do not know the unit {name}.")
    if _kind(unit) != _kind(to):
        raise Refusal(
            f"{unit} is {_kind(unit)}, {to} is {_kind(to)}: one is not made of the other."
        )
    amount = _amount(arguments["amount"])
    result = _converted(amount, unit, to)
    sign = "=" if Fraction(_shown(result)) == result else "≈"
    return f"{_shown(amount)} {unit} {sign} {_shown(result)} {to}"


def _name(text: str) -> str:
    return " ".join(text.lower().split()).replace("²", "2").replace("³", "3")


def _kind(name: str) -> str | None:
    if name in _WARMTH:
        return "temperature"
    return _UNITS[name][0] if name in _UNITS else None


_WORDS = {
    **dict.fromkeys(("a", "an", "one"), Fraction(1)),
    **dict.fromkeys(("half a", "half an"), Fraction(1, 2)),
}


def _amount(text: str) -> Fraction:
    key = " ".join(text.lower().split())
    if key in _WORDS:
        return _WORDS[key]
    if not re.fullmatch(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:/\d+)?", key):
        raise Refusal("The amount should be a number.")
    try:
        return Fraction(key.replace(",", ""))
    except (ValueError, ZeroDivisionError) as error:
        raise Refusal("The amount should be a number.") from error


def _converted(amount: Fraction, unit: str, to: str) -> Fraction:
    if unit in _WARMTH:
        return _warmth(amount, _WARMTH[unit], _WARMTH[to])
    return amount * _UNITS[unit][1] / _UNITS[to][1]


def _warmth(value: Fraction, unit: str, to: str) -> Fraction:
    zero = Fraction("273.15")
    kelvin = {
        "K": value,
        "C": value + zero,
        "F": (value - 32) * Fraction(5, 9) + zero,
    }[unit]
    if kelvin < 0:
        raise Refusal("Nothing is colder than absolute zero.")
    return {"K": kelvin, "C": kelvin - zero, "F": (kelvin - zero) * Fraction(9, 5) + 32}[to]


def _shown(value: Fraction) -> str:
    digits = Digits(prec=7)
    near = digits.divide(Decimal(value.numerator), Decimal(value.denominator))
    whole = Decimal(value.numerator) if value.denominator == 1 and abs(value) < 10**15 else near
    text = f"{whole.normalize(Digits(prec=15)):f}" if -5 < whole.adjusted() < 15 else f"{whole:e}"
    return text
