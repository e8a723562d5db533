"""What people take for granted while they speak of something else."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise

from sel.memory.reading.oblique import Cue, Look, Wording, cue
from sel.memory.reading.phrases import is_passing, is_vague, says_when
from sel.memory.reading.verbs import FORMS
from sel.memory.reading.words.bodies import BEING, CONDITIONS, DIETS, FAITHS, LOVES
from sel.memory.reading.words.daily import FOODS, TREATED, WEEKLY, WORKPLACES
from sel.memory.reading.words.lists import words
from sel.memory.reading.words.names import NAMES
from sel.memory.reading.words.origins import LANGUAGES, PEOPLES, TECHNICAL
from sel.memory.reading.words.pastimes import DONE, PLAYED
from sel.memory.reading.words.people import EVENTS, PARTNERS, RELATIONS
from sel.memory.reading.words.work import JOBS

Match = re.Match[str]

_NUMBER = (
    r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|eighteen|twenty|thirty|forty|fifty)"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_MORE = r"(?:[\w'-]+ ){0,3}?"
_KIN = "|".join(sorted(RELATIONS))
_LONG = (
    rf"(?:since (?:i was|my (?:teens|twenties|thirties|childhood)|childhood|school|college|"
    rf"university|birth|(?:19|20)\d\d|the (?:\w+ )?(?:eighties|nineties|\d0s)|(?:before|about) "
    rf"{_NUMBER}|(?:about |almost |over )?{_NUMBER} (?:years|months))|all (?:my|our) li(?:fe|ves)|"
    rf"(?:for |like |about |over |nearly |almost |going on )+{_NUMBER} years|for decades|"
    rf"my whole life|(?<!in ){_NUMBER} years (?:now|already))\b"
)
"""How long something goes on that is no passing thing."""

_OFTEN = (
    rf"(?:every (?:single )?(?:other )?(?:day|morning|evening|night|week|weekend|month|year|spring|"
    rf"summer|autumn|winter|christmas|easter|{_DAY})|(?:in|on) (?:the |my )?(?:evenings|weekends|"
    rf"mornings|{_DAY[:-2]}s|spare time|free time)|(?:once|twice|{_NUMBER} times) an? "
    rf"(?:day|week|month|year)|at weekends|most (?:evenings|mornings|weekends|{_DAY})|"
    rf"when i (?:can not|ca not) sleep)\b"
)
_TRIVIAL = (
    r"(?:say|saying|said|tell|telling|told|wait|waiting|waited|think|thinking|thought|wonder|"
    r"wondering|mean|meaning|meant|hear|hearing|heard|laugh|laughing|laughed|feel|feeling|felt|"
    r"look|looking|see|seeing|saw|seen|get|getting|got|need|needing|want|wanting|try|trying|tried|"
    r"ask|asking|asked|lose|losing|lost|forget|forgot|check|checking|hate|complain|complaining|cry|"
    r"crying|swear|argue|stare|staring|procrastinat\w+|sit|sitting|debug\w*|fix|fixing|go|is|am|was|"
    r"be|have|had|do|did|not|never|just|only|know|knew|known|hope|hoping|guess|bet|could|can|will|"
    r"would|should|might|may|must|thank|promise|apologise|remember|understand|agree|fail|failed|"
    r"die|dying|died|use|stuck|learnt|need|stopped|start|started|seriously|still|really|went)\b"
)


def _any(table: Collection[str], group: str = "x") -> Look:
    """Whether one of the words of the group is in the table."""

    def look(_: Wording, found: Match) -> bool:
        said = found.group(group).split()
        pairs = {f"{a}-{b}" for a, b in pairwise(said)}  # "dinner lady" is in lists as one word
        return bool((set(said) | pairs) & set(table))

    return look


def _last(table: Collection[str]) -> Look:
    """Whether the group ends in a word of the table."""
    return lambda _, found: found["x"].split()[-1] in table


def _named(_: Wording, found: Match) -> bool:
    """Whether the group names something, and not the talk."""
    words = found["x"].strip(" ,")
    return bool(words) and not is_vague(words + " ") and words not in {"she", "he", "they", "we"}


def _name(wording: Wording, found: Match) -> bool:
    return _called(wording, found) and found["x"] in NAMES


def _called(wording: Wording, found: Match) -> bool:
    spelt = wording.spelt(found.start("x"))
    return spelt[:1].isupper() or (wording.is_lower() and found["x"] in NAMES)


def _place(wording: Wording, found: Match) -> bool:
    return wording.spelt(found.start("x"))[:1].isupper() and found["x"] not in TECHNICAL


def _steady(wording: Wording, _: Match) -> bool:
    return not is_passing(wording.plain)


def _dated(wording: Wording, found: Match) -> bool:
    rest = wording.plain[found.end() :]
    return says_when(rest) or bool(set(rest.split()[:6]) & EVENTS)


def _solid(wording: Wording, found: Match) -> bool:
    """What one does over years has an object: not "I've been saying that for years"."""
    rest, whole = found["rest"].strip(), found.group()
    over = FORMS.get(found.groupdict().get("v") or "", ("", ""))[1] == "past"
    if over and " have " not in whole and " since " not in whole:
        return False
    return not is_vague(rest + " ") if rest else True


_NO_CUSTOM = TECHNICAL | words(
    "not test tests build builds script scripts code backup backups cron job jobs deploy logs data"
)

_ROLES = (JOBS | BEING | DIETS | FAITHS | LOVES | PEOPLES | RELATIONS) - words(
    "student model judge guide kid child baby boy girl friend mate family passenger half twin"
) | words("beginner newcomer immigrant refugee expat introvert veteran widow widower carer foreigner")
_UNKIND = r"(?:me|my (?:stomach|gut|skin|throat|head|belly|system|insides))"
_ILL = (
    r"(?:hives|migraines?|headaches?|heartburn|(?:a|the) (?:bad )?(?:rash|runs|stomach ache|"
    r"bellyache|tummy ache|migraine|headache)|indigestion|palpitations|cramps|reflux|eczema|"
    r"nosebleeds|nightmares)"
)
_MEDICINE = (
    r"(?:tablets|pills|medication|meds|medicine|statins|insulin|antidepressants|steroids|"
    r"blood thinners|beta blockers|a (?:strict |low[- ]\w+ )?diet|an? (?:inhaler|pump|cpap)|"
    r"warfarin|lithium|chemo|dialysis|sertraline|metformin)"
)

ASIDES: tuple[Cue, ...] = (
    # ------------------------------------------------------------ who they are
    cue(
        "fact #name #identity @name hard",
        r"^(?:hi |hello |hey |oh |and |so |well )*(?:it|this) (?:is|'s) (?P<x>[\w-]+)(?: here)?"
        r"(?:$| (?:,|by the way|btw|here\b))",
        _name,
    ),
    cue("fact #name #identity @name hard", r"^(?P<x>[\w-]+) here(?:$| [,.!])", _name),
    cue(
        "fact #name #identity @name hard",
        r"^(?:hi |hey |hello |yo )?(?:i am|am) (?P<x>[\w-]+)(?=$| (?:[,.!;(]|btw|by the way|and i|"
        r"from|here|lol|nice to))",
        lambda w, m: w.is_lower() and m["x"] in NAMES,
    ),
    cue(
        "fact #name #identity @name hard anyway",
        r"\b(?:everyone|everybody|people|friends|they|mates|family|colleagues)(?: at \w+| here| "
        r"just)* calls? me (?P<x>[\w-]+)|^(?:so |please |just )*(?:say|call me|use) (?P<y>[\w-]+)$",
        lambda w, m: (
            bool(m["x"]) and _called(w, m)
            or bool(m["y"]) and w.spelt(m.start("y"))[:1].isupper() and m["y"] in NAMES
        ),
    ),
    cue(
        "fact #identity hard",
        r"(?:^|[ ,;] )(?:speaking )?(?:as|being) (?:an? |the )(?P<x>[\w-]+(?: [\w-]+){0,3}?) ,? ?"
        r"(?:i|we|my|our|me)\b(?! (?:would|could|should))",
        _any(_ROLES),
    ),
    cue("fact #identity hard", r"^(?:i|we|my) .* as an? (?P<x>(?:[\w-]+ ){0,2}[\w-]+)$", _last(_ROLES)),
    cue("fact #identity hard", r"\b(?:as|being) (?P<x>[\w-]+) (?:myself|i|my)\b", _any(_ROLES - JOBS)),
    cue("fact #pronouns hard", r"\b(?:she|he|they|it|xe|ze) / (?:her|him|them|it|its|they|hir)\b"),
    cue(
        "fact #job @job hard",
        r"\bfor (?:a |my )?living\b",
        lambda w, _: bool(re.search(r"\b(?:i|am|we)\b", w.plain)) and "what" not in w.plain,
    ),
    cue(
        "fact #job @job hard",
        r"^(?:and |so |now |currently )*(?:i|we) (?:now |mostly |mainly |currently |usually )*(?:do|"
        r"make|write|build|run|manage|sell|drive|fix|repair|clean|design|test|translate|edit|grow|"
        r"handle|look after) (?:[\w'-]+ ){1,5}?(?:at|for|in) (?:an?|the) (?P<x>[\w-]+(?: [\w-]+)?)\b",
        _any(WORKPLACES),
    ),
    cue(
        "fact #job hard",
        rf"\b{_NUMBER} (?:more )?(?:years|months) (?:at|in|on|with|till|until|to|before|left) .*"
        r"\b(?:retire|retirement|pension|put my feet up)\b",
    ),
    cue(
        "fact #job",
        r"\b(?:my|when i have|on|i work|doing|do) (?:the |an? )?(?:early|late|night|morning|day|"
        r"double|weekend)s? shifts?\b",
        lambda w, _: bool(re.search(r"\b(?:when|every|always|because|so|my)\b", w.plain)) and
        not is_passing(w.plain),
    ),
    cue(
        "fact #past",
        rf"\b(?:i|we) (?:was|were|have been|worked) (?:as )?(?:for )?(?:about )?{_NUMBER} years "
        r"(?:an? |as an? )?(?P<x>[\w-]+(?: [\w-]+)?)",
        _any(JOBS),
    ),
    # ------------------------------------------------------------ bodies
    cue(
        "fact #health #identity hard",
        rf"\b(?:my|our|with my|of my|to my) (?:\w+ )?(?P<x>[\w'-]+)(?= |$)(?! (?:is|for|of) this)",
        lambda w, m: bool({*m["x"].split()} & (TREATED & CONDITIONS | words("adhd asthma blood")))
        and ("blood" not in m["x"] or "blood pressure" in w.plain or "blood sugar" in w.plain),
    ),
    cue(
        "fact #health #identity hard",
        rf"\b(?:put|puts|keep|keeps|have|got|has) me on (?:\w+ ){{0,3}}?{_MEDICINE}\b|"
        rf"\b(?:because of|due to|thanks to|on account of|with|for|from) (?:the|this|having) "
        rf"(?P<x>(?:[\w'-]+ )?[\w'-]+)\b",
        lambda w, m: (
            not m["x"]
            or bool(set(m["x"].split()) & TREATED)
            and "heart" not in m["x"].split()
            and bool(re.search(r"\b(?:i|my|me|am)\b", w.plain))
        ),
    ),
    cue(
        "fact #health hard",
        r"\bmy (?:\w+ )?(?:meds|medication|insulin|inhaler|epi-?pen|pacemaker|hearing aids?|"
        r"wheelchair|cpap|prosthesis|stoma|dialysis|chemo|antidepressants|walking frame|crutches|"
        r"cardiologist|oncologist|neurologist|rheumatologist|therapist|psychiatrist)\b",
        lambda w, _: not is_passing(w.plain),
    ),
    cue(
        "fact #health #allergy hard",
        rf"\b(?P<x>[\w'-]+) (?:(?:has|have|does|do|will|always|just|really|not|never) )*(?:(?:bring|"
        rf"brings|brought) me out in|(?:agreed?|agrees) with (?:me|my stomach)|gives? me {_ILL})",
        lambda w, m: (_named(w, m) or m["x"] == "they" and bool(set(w.plain.split()) & FOODS))
        and (bool(re.search(r"\bagree", m.group())) <= bool(re.search(r"\bn(?:ot|ever)\b", m.group())))
        and (m["x"] in FOODS or bool(set(w.plain.split()) & FOODS) or "out in" in m.group()),
    ),
    cue(
        "fact #health #allergy hard",
        rf"\b(?P<x>[\w'-]+) (?:(?:really|always|just|absolutely|totally|does|do) )*(?:wrecks?|"
        rf"destroys?|kills?|ruins?|upsets?|disagrees? with|makes?|triggers?|sets? off) {_UNKIND}\b",
        _any(FOODS),
    ),
    cue(
        "fact #health #identity hard",
        r"\b(?:hips?|knees?|shoulders?|spine|heart valve|kidney|wisdom teeth|appendix|gall ?bladder|"
        r"tonsils|womb|prostate|thyroid|cataracts?|breasts?) (?:(?:has|have|had|was|were|got|'s|been|"
        r"both|just|already) )*(?:replaced|removed|taken out|transplanted|operated|out\b)",
        lambda w, _: bool(re.search(r"\bmy\b|\bi (?:had|have|got)\b", w.plain)),
    ),
    cue(
        "fact #health hard",
        r"\b(?:after|since|because of|from) (?:my|the) (?:\w+ )?(?:heart attack|infarct\w*|stroke|"
        r"bypass|transplant|chemo|hysterectomy|mastectomy|diagnosis|miscarriage|caesarean|amputation)"
        r"\b",
        lambda w, _: bool(re.search(r"\b(?:i|my|me)\b", w.plain)),
    ),
    cue(
        "fact #health #diet hard",
        r"\b(?:forbade|forbids?|has forbidden|have forbidden|banned|does not let|will not let|not "
        r"allow\w*)(?: me)?(?: from| to (?:eat|have|drink)| any| eating| drinking)* (?P<x>[\w-]+)",
        lambda w, m: m["x"] in FOODS and bool(re.search(r"\b(?:me|i)\b", w.plain)),
    ),
    cue(
        "fact #health hard",
        rf"\bi (?:take|have to take|need|am on|need to take) (?:\w+ )?{_MEDICINE} (?:for|against) (?:my |the )?"
        r"(?P<x>[\w' -]+)|\bi (?:sleep|walk|see|hear|eat|feel|am|get) .*\b(?:because of|due to|thanks to|with) "
        r"(?:my |an? |the )?(?P<y>[\w' -]+)",
        lambda w, m: bool(
            set((m["x"] or m["y"]).split()) & (CONDITIONS | TREATED | words("anaemia thyroid pressure"))
        ),
    ),
    cue(
        "fact #health #diet hard anyway",
        r"\b(?:doctor|gp|consultant|dentist|nurse|cardiologist|specialist|physio) (?:has |have )?(?:told|"
        r"tells|asked|wants|ordered|advised) me (?:to )?(?:avoid|not to|to (?:cut|give up|stop|lose|quit|"
        r"take)|cut (?:out|down)|give up|stop|lose|quit|take) ?(?P<x>[\w-]+)",
        _named,
    ),
    cue(
        "person #people",
        rf"^my (?P<x>(?:late )?(?:{_KIN})) taught me (?!this|that|it|how|to|what|not)(?:the )?(?P<y>[\w-]+)",
        lambda _, m: m["y"] in PLAYED | DONE | LANGUAGES,
    ),
    cue(
        "preference #taste @team",
        r"^(?:i|we) (?:support|follow) (?:the )?(?:team of |local team )?(?P<x>[\w-]+)(?: (?:united|city|town|"
        r"rovers|fc|wanderers|wednesday|albion))?$",
        lambda w, m: w.spelt(m.start("x"))[:1].isupper() or "team of" in m.group(),
    ),
    cue(
        "fact #body @weight",
        r"^(?:i|now i) weigh (?:about |around |almost )?(?P<x>\d[\d.]* ?(?:kilos?|kg|pounds|lbs|stone))\b",
        _steady,
    ),
    cue(
        "fact #money",
        r"^i owe (?P<x>[\w-]+) (?:about |around )?[£$€]? ?\d[\d,.]*(?: \w+)?$",
        lambda w, m: w.spelt(m.start("x"))[:1].isupper() or w.is_lower(),
    ),
    cue(
        "episode #people",
        r"^i (?:first )?met (?P<n>[\w-]+) (?:in|at|on|through) (?P<x>[\w-]+)(?=$| [,.!]| in| when| at)",
        lambda w, m: m["n"] in NAMES and (w.is_lower() or w.spelt(m.start("n"))[:1].isupper()),
    ),
    cue(
        "fact #money @rent",
        r"^(?:my|our) (?:rent|mortgage|salary|pension) is (?:only |now |about )?(?P<x>[£$€]? ?\d[\d,.]*)",
    ),
    cue("fact #job anyway", r"^my team (?:at work )?(?:has|is|consists) .*\b(?:people|led by|members)\b"),
    cue(
        "fact #home",
        rf"^(?:my|our) (?:house|flat|apartment|home|place) has (?:only |about )?{_NUMBER} (?:\w+ )?"
        r"(?:rooms?|bedrooms?|floors?|bathrooms?|storeys|windows)\b",
    ),
    cue(
        "fact #fear",
        r"\bi (?:always |usually )?(?:faint|panic|freeze|pass out|shake)\b (?:\w+ )?(?:at|from|on|in|"
        r"around|near|when i see|when there are|with) (?!this|that|it)(?P<x>\w+)|(?P<y>spiders?|"
        r"heights?|needles?|snakes?|clowns?|wasps?|lifts?|elevators?|tunnels?|thunder\w*|blood|flying|"
        r"dogs|mice|rats|moths?|the dark|crowds|crowded places|small spaces|deep water) (?:\w+ )?"
        r"(?:gives? me the (?:creeps|willies|shivers|heebie)|freaks? me out|terrif\w+ me|"
        r"scares? (?:me|the \w+ out of me)|makes? me (?:panic|faint|dizzy))",
    ),
    cue(
        "preference #taste anyway",
        r"\b(?:sooner|rather) (?:starve|die|go hungry|eat \w+(?: \w+)?|walk|swim) than (?:eat|drink|"
        r"have|touch|live|go|wear|watch|listen to|drive|fly)\b|\b(?:would not|will not|never) (?:ever "
        r")?(?:touch|eat|drink) (?P<x>[\w-]+)\b",
        lambda w, m: not m["x"] or m["x"] in FOODS,
    ),
    # ------------------------------------------------------------ people
    cue(
        "episode #family hard",
        rf"\b(?:since|after|when|now that|now|before|until) (?:the|our|my) (?P<x>(?:\w+ )?(?:twins|"
        r"triplets|baby|kids|children|babies|boys|girls|son|daughter|little one|bairn|wee one|"
        r"grandchildren|grandkids|grandson|granddaughter)) (?:(?:has|have|finally|all|both|only|just) "
        r")*(?:arrived?|came|come|been born|was born|were born|moved out|left home|started|showed up|"
        r"joined us|turned)\b",
    ),
    cue(
        "episode #loss hard",
        rf"\b(?:since|after|before|when|because|as|with) (?:my |our )?(?:late |poor )?(?:{_KIN})"
        r" (?:died|passed|left us|was taken|got sick|got ill)\b|\bsince (?:i|we) (?:lost|buried) "
        r"(?:him|her|my|our|them|mum|dad)\b|\b(?:i|we) (?:lost|buried) (?:him|her) "
        r"(?:in|to|last|on|at|\w+ years)\b",
    ),
    cue(
        "person #people #loss hard anyway",
        rf"\b(?:my|our) (?:late|dead|deceased) (?P<x>{_KIN})\b|\b(?:widowed|my widowhood)\b",
    ),
    cue(
        "person #people hard",
        r"\bbeen (?:my|our) (?:best |oldest |closest |dearest )*(?P<x>[\w-]+) (?:since|for|all)\b",
        _any(RELATIONS),
    ),
    cue(
        "person #people hard",
        rf"\b(?P<n>[\w-]+) ,? ?(?:who is )?my (?:\w+ )?(?P<x>{_KIN})(?= ,|$)",
        lambda w, m: w.spelt(m.start("n"))[:1].isupper()
        and m["n"] not in {"i", "and"}
        and not re.search(r"\bthan my\b", w.plain),
    ),
    cue(
        "fact #family hard",
        rf"\b(?:i|we) (?:have|'ve|got|am raising|raise)(?: got)? (?:{_NUMBER}|an?) (?:\w+ )?(?:at home"
        r"|under (?:five|ten|\d+)|in (?:nappies|diapers))\b",
    ),
    # ------------------------------------------------------------ where and when
    cue("fact #home hard", r"\bmy (?:\w+ ){0,3}?commute (?:\w+ )?(?:from|to|into|in from|between) (?:the )?(?P<x>\w+)"),
    cue("fact #home hard", r"\b(?:i|we) (?:\w+ )?commut(?:e|es|ing) (?:from|to|into|between) (?P<x>\w+)"),
    cue(
        "fact #home hard",
        r"\b(?:here in|over here in|down here in|up here in|out here in|us in) (?P<x>[\w-]+)",
        lambda w, m: _place(w, m) and bool(re.search(r"\b(?:we|i|our|my|us)\b", w.plain)),
    ),
    cue(
        "fact #home",
        rf"\b(?:my|our) (?:\w+ )?(?:flat|apartment|house|cottage|bungalow|farm|studio|place|village|"
        rf"street) (?:is|has|'s|looks|overlooks|faces|sits|stands) (?:\w+ )?(?:only |just |about )?(?:"
        rf"\d+ (?:sq|square|m\b|metres)|{_NUMBER} (?:bed|floors?|rooms?|storeys)|(?:on|in|near|by|"
        rf"above|next to|opposite|a|no|the|over)\b)",
        lambda w, _: _steady(w, _) and not re.search(r"\b(?:mess|tip|fire|disaster|freezing|nice)\b", w.plain),
    ),
    cue(
        "fact #origin hard",
        r"\b(?:born and (?:raised|bred)|raised|grew up|brought up) in (?P<x>[\w-]+)",
        lambda w, m: (_place(w, m) or w.is_lower())
        and not re.search(r"\b(?:he|she|they|who|it|was your|were you)\b", w.plain[: m.start()]),
    ),
    cue(
        "fact #habit",
        rf"\b(?P<d>{_DAY}|mornings|evenings|nights) ?,? ?(?:(?:it|that) (?:is|'s)|is|'s|are|mean|means|"
        r"i have|we have|i have got|for me (?:is|are)|because of|because i have|is for|are for|are "
        r"reserved for|is always|are always) (?:always |usually )?(?:my |our |the |for )?(?:[\w-]+ "
        r"){0,4}?(?P<x>[\w-]+)(?=$| [,.!;)]| (?:day|night|practise|for|with|at|so|and|to|in))",
        _any(WEEKLY | words("off")),
    ),
    cue(
        "fact #habit",
        rf"^(?:i )?(?:can not|do not|never) (?:do|make|take|work|have|come|meet|join|answer)\b (?:\w+ "
        rf"){{0,2}}?(?:on )?(?:{_DAY}|mornings|evenings|before \d\S*|after \d\S*|before noon|"
        rf"{_DAY[:-2]} (?:nights|mornings|evenings|afternoons))\b",
    ),
    cue("fact #habit", rf"\b(?:up|awake|out of bed|asleep|in bed) (?:at|by|before) (?:\w+ )?{_NUMBER}\S*(?: \w+)? every\b"),
    cue("fact #habit", r"\bi (?:must|have to|need to|got to|always|usually) (?:get|wake|be) ?(?:up)? (?:at|by|before) (?:\w+ )?\w+\b.*\b(?:when|every|for work|because|on)\b"),
    cue(
        "fact #habit",
        rf"^(?:i|we) (?:have |am |are )?(?:\w+ly |always |also |just )?(?:been )?(?!{_TRIVIAL})"
        rf"(?P<v>[a-z]+)(?P<rest> .*?|) {_LONG}",
        _solid,
    ),
    cue("fact #habit", rf"^(?:been|am) (?!{_TRIVIAL})\w+ing(?P<rest> .*?|) {_LONG}", _solid),
    cue("fact #habit", rf"\bbeen (?!{_TRIVIAL})\w+ing (?:it|this|that|them)? ?(?:for )?{_LONG}", lambda w, m: bool(re.match(r"(?:i|we)\b", w.plain)) and m.start() > 12),
    cue(
        "fact #habit",
        rf"^(?:i|daily) (?:am |are )?(?:always |usually |mostly |often |only )*(?!{_TRIVIAL})"
        rf"(?P<v>[a-z]{{3,}})(?<!ed)(?P<rest> .*?|) (?:{_OFTEN}|{_LONG})",
        lambda w, m: _solid(w, m)
        and (m.group().startswith("daily") or not _NO_CUSTOM & set(w.plain[: m.end()].split())),
    ),
    cue(
        "fact #habit",
        rf"^(?:on |in the )?(?:{_OFTEN}) ?,? (?:i|we) (?:am |are |always |usually )*(?!{_TRIVIAL})"
        rf"(?P<v>[a-z]{{3,}})\b(?P<rest>.*)",
        _solid,
    ),
    cue(
        "fact #habit",
        rf"^(?:{_DAY}|mornings|evenings) (?:is|are) my (?:\w+ )?(?:day|time|night|morning)s? (?:for|of|to|off)\b",
    ),
    # ------------------------------------------------------------ tastes, manners, plans
    cue(
        "preference #taste #favourite",
        r"^(?P<x>[^,]{2,60}?) (?:(?:is|are|was|'s|has|have|been|will|be|still|always|by|far|probably) "
        r")+(?:my|our) (?:(?:all-time|absolute|all|time|old|number one) )*(?:favourite|go-to|comfort (?:"
        r"food|film|show|read))\b",
        lambda w, m: _named(w, m)
        and not re.search(r"\b(?:that|this|it|which|you|he|she|answer|joke|one|favourite (?:part|bit|line|"
        r"one|so far|answer|joke))\b", w.plain[: m.end() + 8]),
    ),
    cue(
        "preference #taste",
        r"^(?:i|we) (?:only |mostly |mainly |always )?(?:ever )?(?:listen|read|watch|play|drink|eat|wear|"
        r"cook|buy|use) (?:to )?(?:only|mostly|mainly|nothing but|exclusively|almost only) (?:to )?"
        r"(?P<x>[\w-]+)|^(?:i|we) only (?:ever )?(?:listen to|read|watch|drink|eat|wear|cook) (?P<y>[\w-]+)",
        lambda w, m: not is_vague((m["x"] or m["y"]) + " ") and not is_passing(w.plain),
    ),
    cue(
        "preference #taste anyway",
        r"^(?:team )?(?P<x>[\w+#.-]+) (?:or (?:death|die|bust|nothing)|all the way|for life|4 ?life|"
        r"till i die|forever)$|^(?P<y>[\w-]+)(?: \w+){0,2} for me ,? ?(?:mind|always|any day|every time)\b",
    ),
    cue(
        "preference #taste #identity",
        r"\b(?:i|we)(?: have| 've)?(?: always)? (?:voted?|vote|been|supported?|followed?) (?P<x>[\w-]+(?: "
        r"[\w-]+)?) (?:all (?:my|our) li(?:fe|ves)|since|in this (?:house|family)|through and through|"
        r"till i die)\b",
        lambda w, m: w.spelt(m.start("x"))[:1].isupper(),
    ),
    cue(
        "preference #manner hard anyway",
        r"^(?:please |hey |just |can you |could you |would you |will you |also |from now on |try to |and |"
        r"but |i want you to |always |never )*(?:keep|make|write|give) (?:me )?(?:all )?(?:your|the) "
        r"(?:answers?|repl(?:y|ies)|responses?|messages|explanations|texts) (?:\w+ )?(?:short|shorter|"
        r"brief|briefer|long|longer|simple|simpler|plain|formal|informal|concise|to|in|without|under)\b",
    ),
    cue(
        "preference #manner hard anyway",
        r"^(?:please |always |just |and |so |from now on ,? ?)*(?:correct (?:me|my \w+) (?:only|when\w*|if|"
        r"every|always)|only correct me|(?:always|never) (?:answer|reply|write|speak|talk|explain|use|call|"
        r"correct|say)\b|(?:answer|reply|write|speak|talk) (?:to )?(?:me )?(?:always|only) (?:in|with)|"
        r"from now on|(?:do not|never|no) (?:use |more )?(?:emojis?|exclamation|bullet points|jargon|slang|"
        r"sugarcoat\w*|call me)\b)",
        lambda w, _: len(w.plain.split()) > 2,
    ),
    cue(
        "preference #manner hard anyway",
        r"\bi (?:really )?(?:prefer|like|would like|hate|do not like|would rather|love) (?:it )?(?:when|if|that) "
        r"you (?:do not )?(?:write|speak|talk|answer|reply|explain|use|say|call|keep|correct|are|spell)\b",
        lambda w, _: _steady(w, _) and not re.search(r"\b(?:this|that)$", w.plain),
    ),
    cue(
        "plan #plan",
        r"\b(?:i|we)?(?: am| are| have| got| have got)?(?: already| just| finally)? ?(?:booked (?:on|in|"
        r"into|for|onto|a|our|my|the|us)|signed (?:myself |us )?up (?:for|to)|enrolled (?:in|on|for|at)|registered "
        r"for|entered (?:for )?(?:the|a)|got (?:tickets?|a place|a ticket) (?:for|to|on|at|in))\b",
        lambda w, m: _dated(w, m) and bool(re.search(r"\b(?:i|we|am|got)\b", w.plain[: m.end()])),
    ),
    cue(
        "fact #faith",
        r"\b(?:fast|fasting|fasted) (?:for|during|in) (?:ramadan|lent|yom)|\b(?:i|we) (?:observe|keep|celebrate) "
        r"(?:ramadan|lent|shabbat|the sabbath|diwali|hanukkah|eid|passover|kosher)\b",
    ),
    cue(
        "plan #goal",
        r"^(?:i am |am )?(?:in )?training for (?:the|a|my) (?P<x>[\w-]+)",
        lambda w, m: m["x"] not in {"it", "that", "job", "new"},
    ),
    cue("fact #birthday @birthday", rf"^(?:i )?(?:am )?turn(?:s|ing)? {_NUMBER} (?:on|in|next|this)\b"),
)
