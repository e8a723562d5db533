"""Tastes, how people want to be answered, and plans: "keep your answers shorter"."""

from __future__ import annotations

import re

from sel.memory.reading.oblique import Cue, cue
from sel.memory.reading.phrases import is_passing, is_vague
from sel.memory.reading.rules.looks import NUMBER, names_it, steady, with_day

MANNERS: tuple[Cue, ...] = (
    cue(
        "preference #taste #favourite",
        r"^(?P<x>[^,]{2,60}?) (?:(?:is|are|was|'s|has|have|been|will|be|still|always|by|far|"
        r"probably) )+(?:my|our) (?:(?:all-time|absolute|all|time|old|number one) "
        r")*(?:favourite|go-to|comfort (?:food|film|show|read))\b",
        lambda w, m: (
            names_it(w, m)
            and not re.search(
                r"\b(?:that|this|it|which|you|he|she|answer|joke|one|favourite (?:part|bit|line|"
                r"one|so far|answer|joke))\b",
                w.plain[: m.end() + 8],
            )
        ),
    ),
    cue(
        "preference #taste",
        r"^(?:i|we) (?:only |mostly |mainly |always )?(?:ever )?(?:listen|read|watch|play|drink|"
        r"eat|wear|cook|buy|use) (?:to )?(?:only|mostly|mainly|nothing but|exclusively|almost "
        r"only) (?:to )?(?P<x>[\w-]+)|^(?:i|we) only (?:ever )?(?:listen to|read|watch|drink|"
        r"eat|wear|cook) (?P<y>[\w-]+)",
        lambda w, m: not is_vague((m["x"] or m["y"]) + " ") and not is_passing(w.plain),
    ),
    cue(
        "preference #taste anyway",
        r"^(?:team )?(?!(?:do|now|all|it|this|win|live|ride|sink|trick)\b)(?P<x>[\w+#.-]+) "
        r"(?:or (?:death|die|bust|nothing)|all the way|for life|4 ?life|till i die|forever)$|"
        r"^(?P<y>[\w-]+)(?: \w+){0,2} for me ,? ?(?:mind|always|any day|every time)\b",
    ),
    cue(
        "preference #taste #identity",
        r"\b(?:i|we)(?: have| 've)?(?: always)? (?:voted?|vote|been|supported?|followed?) "
        r"(?P<x>[\w-]+(?: [\w-]+)?) (?:all (?:my|our) li(?:fe|ves)|since|in this (?:house|"
        r"family)|through and through|till i die)\b",
        lambda w, m: w.spelt(m.start("x"))[:1].isupper(),
    ),
    cue(
        "preference #manner hard anyway",
        r"^(?:please |hey |just |can you |could you |would you |will you |also |from now on |"
        r"try to |and |but |i want you to |always |never )*(?:keep|make|write|give) (?:me "
        r")?(?:all )?(?:your|the) (?:answers|replies|responses|messages|explanations|texts) "
        r"(?:\w+ )?(?:short|shorter|brief|briefer|long|longer|simple|simpler|plain|formal|"
        r"informal|concise|to|in|without|under)\b",
    ),
    cue(
        "preference #manner hard anyway",
        r"^(?:please |always |just |and |so |from now on ,? ?)*(?:correct (?:me|my \w+) (?:only|"
        r"when\w*|if|every|always)|only correct me|(?:always|never) (?:(?:answer|reply|speak|"
        r"talk)\b|(?:use|write|explain|call|say|correct) (?:me|my|in|to me|british|american|"
        r"metric|imperial|celsius|emojis?|slang|jargon|formal)\b)|(?:answer|reply|write|speak|"
        r"talk) (?:to )?(?:me )?(?:always|only) (?:in|with)|from now on|(?:do not|never|no) "
        r"(?:use |more )?(?:emojis?|exclamation|bullet points|jargon|slang|sugarcoat\w*|call "
        r"me)\b)",
        lambda w, _: len(w.plain.split()) > 2,
    ),
    cue(
        "preference #manner hard anyway",
        r"\bi (?:really )?(?:prefer|like|would like|hate|do not like|would rather|love) (?:it "
        r")?(?:when|if|that) you (?:do not )?(?:write|speak|talk|answer|reply|explain|use|say|"
        r"call|keep|correct|are|spell)\b",
        lambda w, _: steady(w, _) and not re.search(r"\b(?:this|that)$", w.plain),
    ),
    cue(
        "plan #plan",
        r"\b(?:i|we)?(?: am| are| have| got| have got)?(?: already| just| finally)? ?(?:booked "
        r"(?:on|in|into|for|onto|a|our|my|the|us)|signed (?:myself |us )?up (?:for|to)|enrolled "
        r"(?:in|on|for|at)|registered for|entered (?:for )?(?:the|a)|got (?:tickets?|a place|a "
        r"ticket) (?:for|to|on|at|in))\b",
        lambda w, m: with_day(w, m) and bool(re.search(r"\b(?:i|we|am|got)\b", w.plain[: m.end()])),
    ),
    cue(
        "plan #goal",
        r"^(?:i am |am )?(?:in )?training for (?:the|a|my) (?P<x>[\w-]+)",
        lambda _, m: m["x"] not in {"it", "that", "job", "new"},
    ),
    cue(
        "fact #birthday @birthday",
        rf"^(?:i )?(?:am )?turn(?:s|ing)? {NUMBER} (?:on|in|next|this)\b",
    ),
)
