"""SEL's own words to somebody in need, and the numbers in them."""

from __future__ import annotations

import re

import pytest

from sel.brain.safety.caring import shipped
from sel.safety.answer import Words, answer
from sel.safety.helplines import Helplines
from sel.safety.reading import Reading

TONGUES = ("en", "de", "fr", "es", "it", "pt")
KINDS = [
    Reading("concern"),
    Reading("acute"),
    Reading("concern", "other"),
    Reading("acute", "other"),
]


def said(reading: Reading, region: str = "", *, again: bool = False) -> str:
    known = shipped()
    lines = known.helplines
    return answer(reading, known.words, lines.country(region), lines.date, again=again)


@pytest.mark.parametrize("tongue", TONGUES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("region", ["", "CH", "US", "ZZ"])
def test_every_answer_is_whole_and_short(tongue: str, kind: Reading, region: str) -> None:
    reading = Reading(kind.level, kind.about, tongue=tongue)
    for text in (said(reading, region), said(reading, region, again=True)):
        assert not re.search(r"[{}]|\n\n\n|  ", text)
        assert len(text) < 1_400
        assert text[-1] in ".?!)"


def test_it_names_people_their_numbers_and_how_old_those_are() -> None:
    text = said(Reading("acute"), "CH")
    assert "143" in text
    assert "112" in text
    assert shipped().helplines.date in text
    assert "may have changed" in text
    assert "AI" in text


def test_without_a_country_it_makes_up_no_number() -> None:
    for kind in KINDS:
        assert not re.search(r"\d", said(kind))
    assert not re.search(r"\d", said(Reading("acute"), again=True))
    assert "crisis line" in said(Reading("concern"))


def test_young_people_are_shown_their_lines_first() -> None:
    first = said(Reading("concern", young=True), "CH").split("\n- ")[1]
    assert first.startswith("Pro Juventute: 147")
    assert "147" not in said(Reading("concern"), "CH")


def test_it_never_speaks_of_ways() -> None:
    ways = re.compile(r"\b(?:pills?|rope|gun|knife|bridge|tablett|cachet|pastill)", re.IGNORECASE)
    for tongue in TONGUES:
        for kind in KINDS:
            assert not ways.search(said(Reading(kind.level, kind.about, tongue=tongue), "DE"))


def test_the_short_answer_names_one_line() -> None:
    assert "Samaritans: 116 123" in said(Reading("acute"), "GB", again=True)


def test_words_that_are_not_whole_are_refused() -> None:
    for text in ("", "[en]\nconcern = 'x'", "en = 'x'"):
        with pytest.raises(ValueError, match="not a file of words"):
            Words.from_toml(text)


# ---------------------------------------------------------------- the file of helplines


def test_every_line_can_be_called_and_has_its_source() -> None:
    lines = shipped().helplines
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", lines.date)
    assert len(lines.countries) >= 40
    for country in lines.countries.values():
        assert re.fullmatch("[A-Z]{2}", country.code)
        assert re.search(r"\d", country.emergency)
        assert country.zones
        assert country.shown(young=False), country.code
        for line in country.lines:
            assert re.search(r"\d", line.how), line
            assert line.hours, line
            assert line.languages, line
            assert "." in line.source, line


@pytest.mark.parametrize(
    ("region", "zone", "locale", "code"),
    [
        ("uk", "", "", "GB"),
        ("ch", "", "", "CH"),
        ("FR", "Europe/Berlin", "de_DE.UTF-8", "FR"),
        ("", "Europe/Berlin", "en_US.UTF-8", "DE"),
        ("", "US/Pacific", "", "US"),
        ("", "", "de_AT.UTF-8", "AT"),
        ("", "UTC", "pt_BR", "BR"),
        ("", "Etc/UTC", "en_GB", "GB"),
        ("", "Africa/Cairo", "en_US.UTF-8", ""),
        ("", "", "C.UTF-8", ""),
        ("", "", "", ""),
        ("XX", "Europe/Berlin", "", ""),
    ],
)
def test_the_region_is_found(region: str, zone: str, locale: str, code: str) -> None:
    found = shipped().helplines.country(region, zone, locale)
    assert (found.code if found else "") == code


def test_no_zone_belongs_to_two_countries() -> None:
    zones = [zone for one in shipped().helplines.countries.values() for zone in one.zones]
    assert len(zones) == len(set(zones))


def test_a_file_of_other_things_is_refused() -> None:
    for text in ("", "date = 'x'", "date = 'x'\ncountry = [{}]"):
        with pytest.raises(ValueError, match="not a file of helplines"):
            Helplines.from_toml(text)
