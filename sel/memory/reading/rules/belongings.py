"""What "my" takes for granted: my patients, my six-year-old, my thesis, my bad knee."""

from __future__ import annotations

import re

from sel.memory.reading.oblique import Cue, cue
from sel.memory.reading.rules.looks import KIN, NUMBER, names_it, place, steady
from sel.memory.reading.words.bodies import CONDITIONS
from sel.memory.reading.words.daily import FOODS, TREATED
from sel.memory.reading.words.names import NAMES
from sel.memory.reading.words.origins import LANGUAGES
from sel.memory.reading.words.pastimes import PLAYED
from sel.memory.reading.words.people import PETS

_DATE = (
    r"(?:on |the |in )*(?:\d|(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|"
    r"tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|twentieth|thirtieth|twenty-\w+)\b|"
    r"jan|feb|march|apr|may\b|june|july|aug|sept|oct|nov|dec)"
)
_LIMBS = (
    r"(?:back|knees?|hips?|shoulders?|neck|spine|ankles?|wrists?|heart|hearing|eyesight|sight|"
    r"left \w+|right \w+)"
)

BELONGINGS: tuple[Cue, ...] = (
    cue(
        "person #people #family hard",
        rf"\b(?:my|our) (?:{NUMBER}|one)[- ](?:year|month)s?[- ]olds?\b",
    ),
    cue(
        "fact #job",
        r"\bmy (?:\w+ )?(?:patients|pupils|congregation|parishioners|apprentices|passengers|"
        r"trainees)\b",
        steady,
    ),
    cue(
        "fact #study",
        r"\bmy (?:phd|ph\.d|thesis|dissertation|apprenticeship|residency|a-levels|viva|(?:phd "
        r")?supervisor|evening classes|night school)\b",
    ),
    cue(
        "fact #life",
        r"\bmy (?:own |upcoming |second |first )?(?:divorce|pregnancy|redundancy|retirement|"
        r"citizenship|visa|due date|maternity leave|paternity leave|sobriety|recovery|parole|"
        r"immigration|aa (?:meeting|sponsor)s?|sponsor|guide dog|mortgage)\b",
        steady,
    ),
    cue(
        "fact #pastime",
        r"\bmy (?P<x>[\w-]+) (?:lessons?|teacher|class|tutor|exam|recital|ensemble|group)\b",
        lambda _, m: m["x"] in PLAYED | LANGUAGES,
    ),
    cue(
        "fact #pastime",
        r"\b(?:my|our) (?!favourite|old|fave)(?:\w+ )?(?:choir|band|book club|book group|"
        r"allotment|running club|quartet|orchestra|bell tower|d&d group|chess club|rugby team|"
        r"football team|netball team|rowing club|knitting group|sketch group)\b(?! of)",
        steady,
    ),
    cue(
        "fact #health hard",
        rf"\b(?:my|with my|this) (?:bad|dodgy|gammy|fused|bionic|artificial|replaced|prosthetic|"
        rf"arthritic|plastic|new) {_LIMBS}\b|\bmy (?:\w+ )?{_LIMBS} (?:is|are|has|have|'s) "
        rf"(?:\w+ ){{0,2}}?(?:shot|fused|gone|bust|wrecked|buggered|knackered|ruined|packed "
        rf"up)\b|^(?:hearing|eyesight|sight|left \w+|right \w+) (?:is|are|'s) (?:\w+ "
        rf"){{0,2}}?(?:gone|going|shot|bust|wrecked)\b|\bi (?:only |just )?have (?:only )?one "
        rf"(?:kidney|lung|arm|leg|eye|hand|good (?:ear|eye|knee|leg|hand))\b",
        steady,
    ),
    cue(
        "fact #health #identity hard",
        r"\b(?P<x>[\w'-]+) (?:machine|meds|medicine|tablets|clinic|nurse|pump|monitor|diagnosis|"
        r"flare-?ups?|injections?|support group|sensor)\b",
        lambda w, m: (
            m["x"] in (CONDITIONS | TREATED) - {"heart", "blood", "hearing"}
            and bool(re.search(r"\b(?:i|my|me|mine)\b", w.plain))
        ),
    ),
    cue(
        "fact #health #identity hard",
        r"\b(?:me|i|my) .*\b(?:type (?:1|2|one|two|i|ii))\b(?! (?:error|errors|hint))",
        steady,
    ),
    cue(
        "fact #diet hard",
        r"^(?P<x>[\w-]+) (?:is|are|'s|will be) (?:strictly |now |all |completely )*(?:off "
        r"(?:the menu|limits|the table)|out|a no(?:-go)?|forbidden|banned|poison|verboten)(?: "
        r"for me| now| since| to me| by| because|$| [,.!])",
        lambda _, m: m["x"] in FOODS,
    ),
    cue(
        "fact #diet hard",
        r"\bi (?:am|have been|went) (?:off|staying off|keeping off) (?:the )?(?P<x>[\w-]+)|\bi "
        r"(?:have )?(?:gave|given|cut|swore|sworn) (?:up|out|off) (?:the |all )?(?P<y>[\w-]+)",
        lambda w, m: (m["x"] or m["y"]) in FOODS | {"cigarettes", "fags", "booze"} and steady(w, m),
    ),
    cue(
        "fact #fear",
        r"^(?P<x>[\w ]{3,30}?) and (?:i|me) (?:do not|never|have never|will never|don't) (?:get "
        r"along|get on|mix|agree|see eye to eye|go together|go well)|^(?:me|i) and (?P<y>[\w "
        r"]{3,30}?) (?:do not|never|will never) (?:get along|get on|mix|agree|go together)",
        lambda _, m: (
            not re.match(
                r"(?:he|she|it|they|this|that|you|these|regex\w*|git|css)\b", m["x"] or m["y"]
            )
        ),
    ),
    cue(
        "fact #people #birthday hard",
        rf"^(?P<n>[\w-]+) 's (?:birthday|anniversary|name day) (?:is|'s) {_DATE}",
        lambda w, m: m["n"] in NAMES and (w.spelt(0)[:1].isupper() or w.is_lower()),
    ),
    cue(
        "fact #pet hard",
        r"\b(?P<n>[\w-]+) .*, (?:she|he) (?:is|'s) (?:an?|my|our) (?:[\w-]+ "
        r"){0,2}?(?P<x>[\w-]+)(?=$| [,.!])",
        lambda w, m: m["x"] in PETS and bool(re.search(r"\b(?:my|me|our|us)\b", w.plain)),
    ),
    cue(
        "fact #home hard",
        r"^(?:my |our )?home (?:is|'s) (?:\w+ ){0,6}?(?:outside|in|near|on|by) (?P<x>[\w-]+)",
        place,
    ),
    cue(
        "fact #home hard",
        r"\b(?:my|our) (?:\w+ )?(?:flat|place|house|apartment|room|cottage|studio|garden) in "
        r"(?:the )?(?P<x>[\w-]+)",
        place,
    ),
    cue(
        "fact #origin hard",
        r"\b(?:back home in|where i (?:come from|grew up|am from) in|as we say in) "
        r"(?P<x>[\w-]+)|\b(?:since|before|after|when) (?:i|we) (?:first |both )?(?:moved|came|"
        r"arrived|emigrated) (?:over |here |back )*(?:from|to|in) (?P<y>[\w-]+)|\bsince "
        r"(?:moving|coming|leaving) (?:here |over )*(?:from |to )(?P<z>[\w-]+)",
        lambda w, m: bool(
            w.spelt(m.start(next(g for g in "xyz" if m[g])))[:1].isupper() or w.is_lower()
        ),
    ),
    cue(
        "fact #age #identity @age hard",
        rf"\bi am (?:nearly|almost|pushing|about to turn|going on|coming up to|closer to) "
        rf"(?P<x>{NUMBER})"
        r"(?=$| [,.!]| so| and| but| now| this| in)",
        lambda _, m: not m["x"].isdigit() or int(m["x"]) < 110,
    ),
    cue(
        "fact #language hard",
        r"\b(?P<x>[\w-]+) (?:is|'s|was|is not) (?:not )?(?:my|our) (?:first|second|third|native|"
        r"mother|own) (?:language|tongue)|\b(?:speak|spoke|speaking) (?P<y>[\w-]+) (?:at home|"
        r"with my|to my|growing up)\b",
        lambda _, m: (m["x"] or m["y"]) in LANGUAGES,
    ),
    cue(
        "fact #family hard",
        rf"\b(?:i am|being) the (?:only|youngest|oldest|eldest|first|middle) (?:\w+ )?(?:of|in) "
        rf"(?:my family|{NUMBER}|the family)\b|\bruns in (?:my|our|the) family\b",
        lambda w, m: names_it(w, m) if "x" in m.groupdict() else True,
    ),
    cue(
        "person #people #loss hard",
        rf"\bmy (?:ex|late|estranged|first|second)[- ](?P<x>{KIN})\b",
    ),
)
