"""The agents that ship with SEL, as functions: what they say, and what they refuse."""

import re
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from agents_stage import HERE, NOW
from hypothesis import given
from hypothesis import strategies as st

from sel.agents import catalogue
from sel.agents.builtin import calculator, clock, dice, machine, units, weather
from sel.agents.fetch import Door, Fetched
from sel.agents.schema import check, validate
from sel.agents.told import Context, Refusal
from sel.agents.types import LASTING, Json
from sel.agents.words import bare


def test_each_is_described_as_a_persons_own_would_be() -> None:
    for agent in catalogue.built_in().values():
        check(agent.schema)
        assert agent.description
        assert agent.lasting in LASTING.values()
        assert 0 < agent.timeout <= catalogue.LONGEST_TIMEOUT


def test_how_long_answers_stay_good() -> None:
    lasting = {name: agent.lasting for name, agent in catalogue.built_in().items()}
    assert lasting == {
        "time": 0,
        "calculator": 3600,
        "dice": 0,
        "units": 3600,
        "machine": 60,
        "weather": 300,
        "page": 300,
        "notes": 0,
    }


def test_foreign_text_is_not_trusted() -> None:
    known = catalogue.built_in()
    assert {name for name, agent in known.items() if not agent.trusted} == {"page", "weather"}


# ---------------------------------------------------------------- the clock


def time(context: Context = HERE, **given_: Json) -> str:
    return clock.run(validate(given_, clock.ARGUMENTS), context)


def test_the_time_here() -> None:
    assert time() == "It is 16:13 on Monday, 21 September 2026."
    assert time(Context(now=NOW, zone="UTC")) == "It is 14:13 on Monday, 21 September 2026."


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("Tokyo", "In Tokyo it is 23:13 on Monday"),
        ("new york", "In New York it is 10:13 on Monday"),
        ("Mumbai", "In Mumbai it is 19:43 on Monday"),
        ("America/Argentina/Ushuaia", "it is 11:13"),
        ("Kiritimati", "it is 04:13 on Tuesday"),
        ("utc", "it is 14:13"),
    ],
)
def test_the_time_elsewhere(place: str, shown: str) -> None:
    assert shown in time(place=place)


@pytest.mark.parametrize("place", ["Atlantis", "../../etc/passwd", "\0", "Etc/GMT+5"])
def test_no_such_place(place: str) -> None:
    with pytest.raises(Refusal, match="no time zone"):
        time(place=place)


def test_the_date() -> None:
    assert time(what="date") == "Today is Monday, 21 September 2026."
    assert time(what="date", days=1) == "Tomorrow is Tuesday, 22 September 2026."
    assert time(what="date", days=-1) == "Yesterday was Sunday, 20 September 2026."


def test_tomorrow_is_a_day_on_also_where_a_day_has_25_hours() -> None:
    late = datetime(2026, 10, 24, 23, 30, tzinfo=ZoneInfo("Europe/Zurich")).timestamp()
    context = Context(now=late, zone="Europe/Zurich")
    assert time(context, what="date", days=1) == "Tomorrow is Sunday, 25 October 2026."


# ---------------------------------------------------------------- dice


def roll(wish: str) -> str:
    return dice.run({"roll": wish}, HERE)


@given(st.integers(1, 100), st.integers(2, 1000), st.integers(-50, 50))
def test_a_throw_adds_up(count: int, sides: int, plus: int) -> None:
    said = roll(f"{count}d{sides}{plus:+d}" if plus else f"{count}d{sides}")
    total = int(re.search(r"(-?\d+)\.$", said)[1])  # type: ignore[index]
    assert count + plus <= total <= count * sides + plus
    if " = " in said:
        parts = said.partition(": ")[2].partition(" = ")[0].replace("- ", "+ -")
        assert sum(int(part) for part in parts.replace(" ", "").split("+")) == total


def test_percent_dice_and_single_ones() -> None:
    assert re.fullmatch(r"1d100: \d{1,3}\.", roll("d%"))
    assert re.fullmatch(r"1d6: [1-6]\.", roll("1d6"))
    assert re.fullmatch(r"1d6: [1-6] - 2 = -?\d\.", roll("d6 - 2"))


def test_coins_numbers_and_choices() -> None:
    assert roll("coin") in ("Heads.", "Tails.")
    assert roll("5 to 5") == "5."
    assert int(roll("10-1").rstrip(".")) in range(1, 11)
    assert roll("tea, coffee or milk") in ("tea.", "coffee.", "milk.")


@pytest.mark.parametrize("wish", ["0d6", "101d6", "1d1", "1d9999999", "999999999d6"])
def test_too_many_dice(wish: str) -> None:
    with pytest.raises(Refusal, match="1 to 100 dice"):
        roll(wish)


@pytest.mark.parametrize("wish", ["", "d", "hello", "99999999999d6", "1-" * 50])
def test_what_is_no_throw(wish: str) -> None:
    with pytest.raises(Refusal, match="Say for instance"):
        roll(wish)


# ---------------------------------------------------------------- sums and units


def test_a_sum_is_said_whole() -> None:
    assert calculator.run({"sum": "2 + 2 ="}, HERE) == "2 + 2 = 4"
    assert calculator.run({"sum": "1/3"}, HERE) == "1/3 ≈ 0.333333333333"
    with pytest.raises(Refusal, match="zero"):
        calculator.run({"sum": "1/0"}, HERE)


def convert(amount: str, unit: str, to: str) -> str:
    return units.run({"amount": amount, "unit": unit, "to": to}, HERE)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("1", "mile", "km"), "1 mile = 1.609344 km"),
        (("100", "F", "C"), "100 f ≈ 37.77778 c"),
        (("-40", "c", "f"), "-40 c = -40 f"),
        (("0", "kelvin", "celsius"), "0 kelvin = -273.15 celsius"),
        (("1", "pound", "ounces"), "1 pound = 16 ounces"),
        (("1", "gallon", "litres"), "1 gallon = 3.785412 litres"),
        (("1", "imperial pint", "ml"), "1 imperial pint = 568.2612 ml"),
        (("half an", "hour", "minutes"), "0.5 hour = 30 minutes"),
        (("1,500", "m", "km"), "1500 m = 1.5 km"),
        (("1/2", "inch", "mm"), "0.5 inch = 12.7 mm"),
        (("36", "km/h", "m/s"), "36 km/h = 10 m/s"),
        (("1", "GiB", "bytes"), "1 gib = 1073741824 bytes"),
        (("1", "acre", "m²"), "1 acre ≈ 4046.856 m2"),
        (("1", "nautical mile", "m"), "1 nautical mile = 1852 m"),
    ],
)
def test_a_unit_in_another(words: tuple[str, str, str], said: str) -> None:
    number = re.compile(r"[≈=]")
    assert number.sub("", convert(*words)) == number.sub("", said)


def test_what_is_rounded_says_so() -> None:
    assert "≈" in convert("1", "gallon", "litres")
    assert "=" in convert("1", "mile", "km")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("1", "parsnip", "km"), "do not know the unit parsnip"),
        (("1", "kg", "km"), "kg is mass, km is length"),
        (("1", "kg", "c"), "kg is mass, c is temperature"),
        (("lots", "kg", "g"), "should be a number"),
        (("1/0", "kg", "g"), "should be a number"),
        (("", "kg", "g"), "should be a number"),
        (("1e999999", "kg", "g"), "should be a number"),
        (("-300", "c", "f"), "absolute zero"),
    ],
)
def test_what_cannot_be_converted(words: tuple[str, str, str], says: str) -> None:
    with pytest.raises(Refusal, match=says):
        convert(*words)


KNOWN_UNITS = sorted(units._UNITS)


@given(st.sampled_from(KNOWN_UNITS), st.sampled_from(KNOWN_UNITS), st.integers(1, 10_000))
def test_there_and_back(unit: str, to: str, amount: int) -> None:
    if units._kind(unit) != units._kind(to):
        return
    there = units._converted(units._amount(str(amount)), unit, to)
    assert units._converted(there, to, unit) == amount
    shown = Decimal(re.split(r"[≈=] ", convert(str(amount), unit, to))[1].split()[0])
    assert abs(shown - Decimal(there.numerator) / Decimal(there.denominator)) <= abs(shown) * (
        Decimal("1e-6")
    )


def test_every_unit_is_read_in_a_sentence() -> None:
    for unit in KNOWN_UNITS:
        found = units.match(bare(f"how much is 3 {unit} in {unit}?"))
        assert found is not None, unit
        assert found.arguments == {"amount": "3", "unit": unit, "to": unit}


# ---------------------------------------------------------------- the machine, the weather


def test_the_machine_tells_of_itself() -> None:
    said = machine.run({"part": "all"}, HERE)
    assert said.splitlines()[0].startswith("System: ")
    assert "Disk: " in said
    assert machine.run({"part": "disk"}, HERE).count("\n") == 0


def test_a_battery_where_there_is_one(tmp_path: Path) -> None:
    assert machine._battery(tmp_path) == ""
    (tmp_path / "BAT0").mkdir()
    (tmp_path / "BAT0" / "capacity").write_text("80\n")
    (tmp_path / "BAT0" / "status").write_text("Discharging\n")
    assert machine._battery(tmp_path) == "Battery: 80 %, discharging"


def test_spans_are_said_in_days_and_hours() -> None:
    assert machine._span(59) == "0 h 0 min"
    assert machine._span(90_061) == "1 d 1 h 1 min"


def test_no_weather_without_an_address() -> None:
    for settings in ({}, {"url": "file:///etc/passwd"}, {"url": 3}):
        with pytest.raises(Refusal, match="No address for the weather"):
            weather.run({"place": "Bern"}, Context(settings=settings))


def answer(body: bytes, kind: str = "text/plain") -> tuple[list[str], object]:
    asked: list[str] = []

    def fetch(url: str, _: Door) -> Fetched:
        asked.append(url)
        return Fetched(url, kind, "", body)

    return asked, fetch


def test_the_weather_is_asked_for_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, fetch = answer("Bern: ☀ +20°C\n".encode())
    monkeypatch.setattr(weather, "fetch", fetch)
    context = Context(settings={"url": "https://w.example/{place}?f=3", "place": "Bern"})
    assert weather.run({"place": "a/b ?&"}, context) == "Bern: ☀ +20°C"
    weather.run({"place": ""}, context)
    assert asked == ["https://w.example/a%2Fb%20%3F%26?f=3", "https://w.example/Bern?f=3"]


@pytest.mark.parametrize(
    ("body", "kind", "says"),
    [(b"<p>hi", "text/html", "web page"), (b" \x00\n", "text/plain", "with nothing")],
)
def test_a_report_that_is_none(
    body: bytes, kind: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weather, "fetch", answer(body, kind)[1])
    with pytest.raises(Refusal, match=says):
        weather.run({"place": ""}, Context(settings={"url": "https://w.example/"}))


def test_a_place_is_needed_where_the_address_has_a_gap() -> None:
    with pytest.raises(Refusal, match="Which place"):
        weather.run({"place": " "}, Context(settings={"url": "https://w.example/{place}"}))


def test_a_report_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weather, "fetch", answer(b"x" * 60_000)[1])
    said = weather.run({"place": ""}, Context(settings={"url": "https://w.example/"}))
    assert len(said) == weather.LONGEST
