"""The verbs by which people tell of themselves, in every form."""

from __future__ import annotations

from typing import Literal

from sel.memory.reading.words.lists import words

Form = Literal["base", "s", "past", "part", "ing"]

_REGULAR = """
live love hate like adore enjoy dislike detest loathe despise prefer move work start join train
plan want hope play study learn teach coach graduate retire marry divorce adopt foster collect
paint knit garden volunteer meditate practise bake cook dance climb cycle jog hike fish sail
surf skate smoke suffer struggle believe trust worry fear cry travel emigrate relocate commute
own rent use visit finish pass fail turn look need call save feel celebrate expect support
follow pray crochet sew compete lose wait book enrol separate miss mourn grieve skip avoid die
stay return settle open close run manage help care raise tutor sculpt juggle row ski snowboard
stream blog farm photograph quilt embroider whittle carve brew babysit try drop name end split
lift stop allow develop injure sprain walk serve act rehearse apply launch organise host share
date battle recover admire fast attend watch listen identify root worship wake stutter stammer
snore wear sleepwalk
"""
_IRREGULAR = """
have has had having|do does did done doing
get gets got getting|go goes went gone going|begin begins began begun beginning
quit quits quit quitting|leave leaves left leaving|buy buys bought buying
sell sells sold selling|run runs ran running|swim swims swam swum swimming
sing sings sang sung singing|write writes wrote written writing|draw draws drew drawn drawing
ride rides rode ridden riding|drive drives drove driven driving|speak speaks spoke spoken speaking
eat eats ate eaten eating|drink drinks drank drunk drinking|grow grows grew grown growing
come comes came coming|become becomes became becoming|fly flies flew flown flying
lose loses lost losing|break breaks broke broken breaking|make makes made making
take takes took taken taking|teach teaches taught teaching|feel feels felt feeling
sleep sleeps slept sleeping|meet meets met meeting|win wins won winning|have has had having
wake wakes woke woken waking|stand stands stood standing|give gives gave given giving
keep keeps kept keeping|build builds built building|read reads read reading
bear bears bore born bearing|bring brings brought bringing|spend spends spent spending
wear wears wore worn wearing|pass passes passed passing|see sees saw seen seeing
fall falls fell fallen falling|find finds found found finding|sit sits sat sat sitting
catch catches caught caught catching|hurt hurts hurt hurt hurting|know knows knew known knowing
"""

_DOUBLED = frozenset({"stop", "drop", "split", "plan", "jog", "skip", "travel"})


def _regular(verb: str) -> dict[str, tuple[str, Form]]:
    ends_y = verb.endswith("y") and verb[-2] not in "aeiou"
    stem = verb[:-1] if verb.endswith("e") else verb + verb[-1] * (verb in _DOUBLED)
    forms: dict[str, tuple[str, Form]] = {
        verb: (verb, "base"),
        (verb[:-1] + "ies") if ends_y else (verb + ("es" if verb[-1] in "sxho" else "s")): (
            verb,
            "s",
        ),
        (verb[:-1] + "ied") if ends_y else stem + "ed": (verb, "past"),
        stem + "ing": (verb, "ing"),
    }
    if verb.endswith("ie"):
        forms[verb[:-2] + "ying"] = (verb, "ing")
    return forms


def _irregular(line: str) -> dict[str, tuple[str, Form]]:
    base, s, past, *rest = line.split()
    forms: dict[str, tuple[str, Form]] = {rest[0]: (base, "part"), rest[-1]: (base, "ing")}
    return forms | {s: (base, "s"), past: (base, "past"), base: (base, "base")}


def _all_forms() -> dict[str, tuple[str, Form]]:
    known: dict[str, tuple[str, Form]] = {}
    for verb in _REGULAR.split():
        known |= _regular(verb)
    for line in _IRREGULAR.replace("\n", "|").split("|"):
        if line:
            known |= _irregular(line)
    return known


FORMS: dict[str, tuple[str, Form]] = _all_forms()
"""The verb and the form of each spelling."""

BE = words("am is are was were 's")
HAVE = words("have has had")
DO = words("do does did")
WILL = words("will shall")
MAY = words("would could should might may must")
"""Verbs that say that something is not so, or not sure."""
