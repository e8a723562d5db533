"""What a body bears and what it does not, told by the way: "mushrooms bring me out in hives"."""

from __future__ import annotations

import re

from sel.memory.reading.oblique import Cue, cue
from sel.memory.reading.phrases import is_passing
from sel.memory.reading.rules.looks import (
    ILL,
    KIN,
    MEDICINE,
    NUMBER,
    UNKIND,
    holds_any,
    names_it,
    steady,
)
from sel.memory.reading.words.bodies import CONDITIONS
from sel.memory.reading.words.daily import FOODS, TREATED
from sel.memory.reading.words.lists import words
from sel.memory.reading.words.names import NAMES
from sel.memory.reading.words.origins import LANGUAGES
from sel.memory.reading.words.pastimes import DONE, PLAYED

FRAILTIES: tuple[Cue, ...] = (
    cue(
        "fact #health #identity hard",
        r"\b(?:my|our|with my|of my|to my) (?P<x>[\w'-]+(?: [\w'-]+)?)(?= |$)(?! (?:is|for|of) "
        r"this)",
        lambda w, m: (
            bool({*m["x"].split()} & (TREATED & CONDITIONS | words("adhd asthma blood")))
            and ("blood" not in m["x"] or "blood pressure" in w.plain or "blood sugar" in w.plain)
        ),
    ),
    cue(
        "fact #health #identity hard",
        rf"\b(?:put|puts|keep|keeps|have|got|has) me on (?:\w+ ){{0,3}}?{MEDICINE}\b|"
        rf"\b(?:because of|due to|thanks to|on account of|with|for|from) (?:the|this|having) "
        rf"(?P<x>(?:[\w'-]+ )?[\w'-]+)\b",
        lambda w, m: (
            not m["x"]
            or (
                bool(set(m["x"].split()) & TREATED)
                and "heart" not in m["x"].split()
                and bool(re.search(r"\b(?:i|my|me|am)\b", w.plain))
            )
        ),
    ),
    cue(
        "fact #health hard",
        r"\bmy (?:\w+ )?(?:meds|medication|insulin|inhaler|epi-?pen|pacemaker|hearing aids?|"
        r"wheelchair|cpap|prosthesis|stoma|dialysis|chemo|antidepressants|walking frame|"
        r"crutches|cardiologist|oncologist|neurologist|rheumatologist|therapist|psychiatrist)\b",
        lambda w, _: not is_passing(w.plain),
    ),
    cue(
        "fact #health #allergy hard",
        rf"\b(?P<x>[\w'-]+) (?:(?:has|have|does|do|will|always|just|really|not|never) "
        rf")*(?:(?:bring|brings|brought) me out in|(?:agreed?|agrees) with (?:me|my stomach)|"
        rf"gives? me {ILL})",
        lambda w, m: (
            (names_it(w, m) or (m["x"] == "they" and bool(set(w.plain.split()) & FOODS)))
            and (
                bool(re.search(r"\bagree", m.group()))
                <= bool(re.search(r"\bn(?:ot|ever)\b", m.group()))
            )
            and (m["x"] in FOODS or bool(set(w.plain.split()) & FOODS) or "out in" in m.group())
        ),
    ),
    cue(
        "fact #health #allergy hard",
        rf"\b(?P<x>[\w'-]+) (?:(?:really|always|just|absolutely|totally|does|do|will|would|"
        rf"could|going|to) )*(?:wrecks?|destroys?|kills?|ruins?|upsets?|disagrees? with|makes?|"
        rf"triggers?|sets? off) {UNKIND}\b",
        holds_any(FOODS),
    ),
    cue(
        "fact #health #identity hard",
        r"\b(?:hips?|knees?|shoulders?|spine|heart valve|kidney|wisdom teeth|appendix|gall "
        r"?bladder|tonsils|womb|prostate|thyroid|cataracts?|breasts?) (?:(?:has|have|had|was|"
        r"were|got|'s|been|both|just|already) )*(?:replaced|removed|taken out|transplanted|"
        r"operated|out\b)",
        lambda w, _: bool(re.search(r"\bmy\b|\bi (?:had|have|got)\b", w.plain)),
    ),
    cue(
        "fact #health hard",
        r"\b(?:after|since|because of|from) (?:my|the) (?:\w+ )?(?:heart attack|infarct\w*|"
        r"stroke|bypass|transplant|chemo|hysterectomy|mastectomy|diagnosis|miscarriage|"
        r"caesarean|amputation)\b",
        lambda w, _: bool(re.search(r"\b(?:i|my|me)\b", w.plain)),
    ),
    cue(
        "fact #health #diet hard",
        r"\b(?:forbade|forbids?|has forbidden|have forbidden|banned|does not let|will not let|"
        r"not allow\w*)(?: me)?(?: from| to (?:eat|have|drink)| any| eating| drinking)* "
        r"(?P<x>[\w-]+)",
        lambda w, m: m["x"] in FOODS and bool(re.search(r"\b(?:me|i)\b", w.plain)),
    ),
    cue(
        "fact #health hard",
        rf"\bi (?:take|have to take|need|am on|need to take) (?:\w+ )?{MEDICINE} (?:for|"
        rf"against) (?:my |the )?"
        r"(?P<x>[\w' -]+)|\bi (?:sleep|walk|see|hear|eat|feel|am|get) .*\b(?:because of|due to|"
        r"thanks to|with) (?:my |an? |the )?(?P<y>[\w' -]+)",
        lambda _, m: bool(
            set((m["x"] or m["y"]).split())
            & (CONDITIONS | TREATED | words("anaemia thyroid pressure"))
        ),
    ),
    cue(
        "fact #health #diet hard anyway",
        r"\b(?:doctor|gp|consultant|dentist|nurse|cardiologist|specialist|physio) (?:has |have "
        r")?(?:told|tells|asked|wants|ordered|advised) me (?:to )?(?:avoid|not to|to (?:cut|"
        r"give up|stop|lose|quit|take)|cut (?:out|down)|give up|stop|lose|quit|take) "
        r"?(?P<x>[\w-]+)",
        names_it,
    ),
    cue(
        "person #people",
        rf"^my (?P<x>(?:late )?(?:{KIN})) taught me (?!this|that|it|how|to|what|not)(?:the "
        rf")?(?P<y>[\w-]+)",
        lambda _, m: m["y"] in PLAYED | DONE | LANGUAGES,
    ),
    cue(
        "preference #taste @team",
        r"^(?:i|we) (?:support|follow) (?:the )?(?:team of |local team )?(?P<x>[\w-]+)(?: "
        r"(?:united|city|town|rovers|fc|wanderers|wednesday|albion))?$",
        lambda w, m: w.spelt(m.start("x"))[:1].isupper() or "team of" in m.group(),
    ),
    cue(
        "fact #body @weight",
        r"^(?:i|now i) weigh (?:about |around |almost )?(?P<x>\d[\d.]* ?(?:kilos?|kg|pounds|lbs|"
        r"stone))\b",
        steady,
    ),
    cue(
        "fact #money",
        r"^i owe (?P<x>[\w-]+) (?:about |around )?[£$€]? ?\d[\d,.]*(?: \w+)?$",
        lambda w, m: w.spelt(m.start("x"))[:1].isupper() or w.is_lower(),
    ),
    cue(
        "episode #people",
        r"^i (?:first )?met (?P<n>[\w-]+) (?:in|at|on|through) (?P<x>[\w-]+)(?=$| [,.!]| in| "
        r"when| at)",
        lambda w, m: m["n"] in NAMES and (w.is_lower() or w.spelt(m.start("n"))[:1].isupper()),
    ),
    cue(
        "fact #money @rent",
        r"^(?:my|our) (?:rent|mortgage|salary|pension) is (?:only |now |about )?(?P<x>[£$€]? "
        r"?\d[\d,.]*)",
    ),
    cue(
        "fact #job anyway",
        r"^my team (?:at work )?(?:has|is|consists) .*\b(?:people|led by|members)\b",
    ),
    cue(
        "fact #home",
        rf"^(?:my|our) (?:house|flat|apartment|home|place) has (?:only |about )?{NUMBER} (?:\w+ "
        rf")?"
        r"(?:rooms?|bedrooms?|floors?|bathrooms?|storeys|windows)\b",
    ),
    cue(
        "fact #fear",
        r"\bi (?:always |usually )?(?:faint|panic|freeze|pass out|shake)\b (?:\w+ )?(?:at|from|"
        r"on|in|around|near|when i see|when there are|with) (?!this|that|it)(?P<x>\w+)|"
        r"(?P<y>spiders?|heights?|needles?|snakes?|clowns?|wasps?|lifts?|elevators?|tunnels?|"
        r"thunder\w*|blood|flying|dogs|mice|rats|moths?|the dark|crowds|crowded places|small "
        r"spaces|deep water) (?:\w+ )?(?:gives? me the (?:creeps|willies|shivers|heebie)|"
        r"freaks? me out|terrif\w+ me|scares? (?:me|the \w+ out of me)|makes? me (?:panic|faint|"
        r"dizzy))",
    ),
    cue(
        "preference #taste anyway",
        r"\b(?:sooner|rather) (?:starve|die|go hungry|eat \w+(?: \w+)?|walk|swim) than (?:eat|"
        r"drink|have|touch|live|go|wear|watch|listen to|drive|fly)\b|\b(?:would not|will not|"
        r"never) (?:ever )?(?:touch|eat|drink) (?P<x>[\w-]+)\b",
        lambda w, m: steady(w, m) and (not m["x"] or m["x"] in FOODS),
    ),
)
