"""What people love and hate, eat and never eat, fear, believe and miss."""

from __future__ import annotations

import re

from sel.memory.reading.phrases import holds, is_passing, is_vague, lasts
from sel.memory.reading.rule import Rule, each, rule
from sel.memory.reading.rules.checks import Match, habit, lasting, named, steady
from sel.memory.reading.saying import Saying
from sel.memory.reading.words.bodies import LASTING
from sel.memory.reading.words.lists import words
from sel.memory.reading.words.people import PETS, RELATIONS

_GRUMBLES = re.compile(
    r"(?:mondays?|waiting|bugs?|this|regex\w*|merge conflicts|css|spam|ads|"
    r"bureaucracy|traffic|work|meetings|computers|printers|"
    r"passwords|captchas|everything|everyone|life|people|myself|my (?:life|"
    r"computer|laptop|printer|code|internet|phone|boss)|it|when|how|that|to "
    r"(?:think|know|hear|say|admit|ask|bother|interrupt|be|break|see|tell|do|sound|burst)|"
    r"dealing with|the (?:weather|rain|traffic|bus|train|printer|heat|cold|new|"
    r"old|way|fact|idea|thought|compiler|error|bug|code|docs|name|title|design|"
    r"picture|haiku|poem|joke|story|sound of that|recipe|suggestion|answer|first|"
    r"second|third|last|part|ending|beginning|one|color|colour|vibe|tone|style|"
    r"plan|format|output|result|look|feel|analogy|metaphor|word|phrase|sentence|"
    r"line|version|idea|energy)|"
    r"[\w-]+ (?:answer|question|idea|joke|suggestion|one|ones)s?|"
    r"having to|debugging|errors?|typing|tests?|where|what|who|how|talking (?:to|"
    r"with) you|chatting|hearing|saying|asking|the|a good (?:joke|pun|laugh|story|"
    r"chat)|good (?:jokes|puns)|being (?:wrong|right|late|ignored|here)|puns|your|"
    r"you|working (?:with|on)|using|seeing)\b"
)

_THE = re.compile(
    r"the (?:sea|ocean|mountains|smell|sound|feeling|taste|theatre|outdoors|piano|"
    r"cello|violin|guitar|snow|beach|countryside|city|"
    r"forest|woods|dark|beatles|stones|winter|summer|autumn|cinema|opera|ballet|"
    r"north|night|stars|moon|desert|lake|hills|"
    r"simpsons|lord of|hobbit|office|dentist|gym|texture|colour (?:red|blue|green|"
    r"yellow|purple|orange|pink|black))\b"
)

_CAN_NOT = re.compile(
    r"(?:swim|drive|cook|whistle|sing|dance|ride|read music|sleep (?:without|with|"
    r"on)|have (?!it|that|this|you)|eat|drink|tolerate|digest|"
    r"smell|hear (?:well|out of|in|from|on)|see (?:well|out of|in the dark|"
    r"colours|red|without)|walk (?:far|without|long)|stand (?:for long)|have "
    r"children|have kids|fly)\b"
)

_MISSED = re.compile(
    r"(?:living|working|being (?:a|in|part)|home|having|playing|the (?:sea|"
    r"mountains|countryside|sun|snow|city|old days)|my (?:old|homeland|hometown|"
    r"country|home|village))\b"
)

_TROUBLES = words(
    "anxiety depression insomnia addiction grief panic sleep sleeping loneliness "
    "weight alcohol drinking adhd ocd infertility bulimia anorexia stress loss "
    "money debt self-esteem confidence mental infertility dyslexia names"
)


def _taste(saying: Saying, found: Match) -> bool:
    """Something liked in general: neither the conversation, nor today, nor mere grumbling."""
    rest = saying.rest[found.end() :].lstrip()
    if _THE.match(rest):
        return not is_passing(rest)
    if is_vague(rest) or is_passing(rest) or _GRUMBLES.match(rest):
        return False
    first = rest.split()[:5]
    return not (rest.startswith("the ") or "would" in first[:2] or {"you", "your"} & set(first))


def _dislike(saying: Saying, found: Match) -> bool:
    return _taste(saying, found) and not holds(
        saying.rest, {"bug", "bugs", "error", "code", "function", "script"}, 5
    )


def _abstains(saying: Saying, _: Match) -> bool:
    """Not eating or drinking something, for good."""
    rest = saying.rest.strip()
    if is_passing(rest) or re.match(r"(?:yet|enough|much today|anything|breakfast yet)\b", rest):
        return False
    return (
        not is_vague(rest)
        or rest in {"", "at all", ", it"}
        or rest.startswith((",", "at all", "any more", "because"))
    )


def _always(saying: Saying, found: Match) -> bool:
    return (bool({"always", "only"} & set(saying.adverbs)) or habit(saying, found)) and named(
        saying, found
    )


def _cannot(saying: Saying, _: Match) -> bool:
    """What the body or upbringing does not allow, ever."""
    said = f"{saying.verb} {saying.rest}"
    if is_passing(said) or re.search(
        r"\b(?:anything|a thing|it|that|this|until|yet|wait)\b", saying.rest[:24]
    ):
        return False
    return _CAN_NOT.match(said) is not None and "help" not in said


def _missed(saying: Saying, _: Match) -> bool:
    return bool(holds(saying.rest, RELATIONS | PETS, 4)) or _MISSED.match(saying.rest) is not None


_LIKING = (
    rule(
        "preference #taste @taste:{x} any +now +perfect",
        r"(?=(?:the |a |an |my )?(?P<x>[\w'-]+(?: (?!and|but|so|because|in|on|at|with|"
        r"more|to|since|when|it|she|he|they|,)[\w'-]+)?))",
        _dislike,
    ),
    rule("preference #taste +past", r"", lambda s, m: "always" in s.adverbs and _taste(s, m)),
)

_EATING = (
    rule("preference #diet not +now +perfect +can", r"", _abstains),
    rule("fact #diet #habit +now", r"(?:only |mostly |a lot of )?", _always),
    rule(
        "fact #diet #identity @diet hard",
        r"(?:halal|kosher|vegan|vegetarian|gluten-free|plant-based)\b",
    ),
)

LIKING: dict[str, tuple[Rule, ...]] = {
    **each("love like adore enjoy hate dislike detest loathe despise", _LIKING),
    "prefer": (
        rule(
            "preference #taste any",
            r"(?=(?P<x>\w+))",
            lambda s, _: (
                not is_vague(s.rest)
                and not is_passing(s.rest)
                and not re.match(
                    r"the |(?:option|version|number|answer|plan) \w+$|to (?:see|do|start|skip|go|"
                    r"stay|stop|wait|leave|keep)\b",
                    s.rest,
                )
            ),
        ),
    ),
    "stand": (
        rule("preference #taste @taste:{x} not +can", r"(?=(?:the )?(?P<x>[\w'-]+))", _dislike),
    ),
    "eat": _EATING,
    "drink": _EATING,
    "smoke": (
        rule(
            "fact #habit @smoking any +now +used",
            r"(?:$|[,.]|any ?more|cigarettes|weed|at all|since|because)",
        ),
        rule("fact #habit @smoking +now +perfect +used", r"", habit),
    ),
    "believe": (
        rule("preference #belief any +now +perfect", r"in (?!you\b|it\b|that\b|this\b|myself\b)"),
        rule(
            "preference #belief +now",
            r"(?:that )",
            lambda s, _: bool(
                {"strongly", "firmly", "really", "truly", "deeply", "always"} & set(s.adverbs)
            ),
        ),
    ),
    "miss": (rule("episode #feeling #people +now +doing", r"", _missed),),
    "feel": (
        rule(
            "episode #feeling +now +past +perfect +going_on +doing",
            r"",
            lambda s, m: (
                (bool(holds(s.rest, LASTING, 8)) and lasting(s, m))
                or (
                    bool(holds(s.rest, LASTING, 8))
                    and s.tense == "going_on"
                    and not is_passing(s.rest)
                )
            ),
        ),
        rule(
            "episode #feeling",
            r"(?:like )?(?:an? )?(?:outsider|impostor|imposter|failure|burden|fraud|"
            r"stranger)\b",
            steady,
        ),
    ),
    "fear": (rule("fact #fear", r"", named),),
    "suffer": (
        rule(
            "fact #health #identity hard",
            r"(?:from|with) ",
            lambda s, m: not is_passing(s.rest) and not is_vague(s.rest[m.end() :]),
        ),
    ),
    "struggle": (
        rule(
            "episode #feeling",
            r"(?:with|to) ",
            lambda s, m: (
                bool(holds(s.rest, LASTING | _TROUBLES, 7))
                and (lasting(s, m) or s.tense != "doing" or bool(holds(s.rest, _TROUBLES, 7)))
            ),
        ),
        rule(
            "episode #feeling +now +past +perfect +going_on +doing",
            r"(?:a lot )?(?:since|lately|for)",
        ),
    ),
    "worry": (
        rule(
            "episode #feeling",
            r"(?:a lot |constantly )?about (?:my|getting|being|money|the future)",
            lambda s, _: lasts(s.rest) or bool(holds(s.rest, RELATIONS | PETS, 5)),
        ),
    ),
    "sleep": (
        rule(
            "episode #health any",
            r"(?:badly|poorly|terribly|well|with|on|only|(?:four|five|six|\d) hours)",
            lambda s, m: lasting(s, m) or habit(s, m),
        ),
    ),
    "support": (
        rule(
            "preference #taste @team +now +perfect",
            r"(?P<x>\w+)",
            lambda s, _: s.spelling(0)[:1].isupper(),
        ),
    ),
    **each(
        "swim cook whistle sing dance ride read see hear tolerate digest smell walk",
        (rule("fact #body not +can", r"", _cannot),),
    ),
}
