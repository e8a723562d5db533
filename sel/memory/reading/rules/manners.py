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
        r"probably) "
        r")+(?:my|our) (?:(?:all-time|absolute|all|time|old|number one) )*(?:favourite|go-to|"
        r"comfort (?:"
        r"food|film|show|read))\b",
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
        r"eat|wear|"
        r"cook|buy|use) (?:to )?(?:only|mostly|mainly|nothing but|exclusively|almost only) (?:to )?"
        r"(?P<x>[\w-]+)|^(?:i|we) only (?:ever )?(?:listen to|read|watch|drink|eat|wear|cook) "
        r"(?P<y>[\w-]+)",
        lambda w, m: not is_vague((m["x"] or m["y"]) + " ") and not is_passing(w.plain),
    ),
    cue(
        "preference #taste anyway",
        r"^(?:team )?(?!(?:do|now|all|it|this|win|live|ride|sink|trick)\b)(?P<x>[\w+#.-]+) "
        r"(?:or (?:death|die|bust|nothing)|all the way|for life|4 "
        r"?life|"
        r"till i die|forever)$|^(?P<y>[\w-]+)(?: \w+){0,2} for me ,? ?(?:mind|always|any day|"
        r"every time)\b",
    ),
    cue(
        "preference #taste #identity",
        r"\b(?:i|we)(?: have| 've)?(?: always)? (?:voted?|vote|been|supported?|followed?) "
        r"(?P<x>[\w-]+(?: "
        r"[\w-]+)?) (?:all (?:my|our) li(?:fe|ves)|since|in this (?:house|family)|through and "
        r"through|"
        r"till i die)\b",
        lambda w, m: w.spelt(m.start("x"))[:1].isupper(),
    ),
    cue(
        "preference #manner hard anyway",
        r"^(?:please |hey |just |can you |could you |would you |will you |also |from now on |try "
        r"to |and |"
        r"but |i want you to |always |never )*(?:keep|make|write|give) (?:me )?(?:all )?(?:your|"
        r"the) "
        r"(?:answers?|repl(?:y|ies)|responses?|messages|explanations|texts) (?:\w+ )?(?:short|"
        r"shorter|"
        r"brief|briefer|long|longer|simple|simpler|plain|formal|informal|concise|to|in|without|"
        r"under)\b",
    ),
    cue(
        "preference #manner hard anyway",
        r"^(?:please |always |just |and |so |from now on ,? ?)*(?:correct (?:me|my \w+) (?:only|"
        r"when\w*|if|"
        r"every|always)|only correct me|(?:always|never) (?:answer|reply|write|speak|talk|"
        r"explain|use|call|"
        r"correct|say)\b|(?:answer|reply|write|speak|talk) (?:to )?(?:me )?(?:always|only) (?:in|"
        r"with)|"
        r"from now on|(?:do not|never|no) (?:use |more )?(?:emojis?|exclamation|bullet points|"
        r"jargon|slang|"
        r"sugarcoat\w*|call me)\b)",
        lambda w, _: len(w.plain.split()) > 2,
    ),
    cue(
        "preference #manner hard anyway",
        r"\bi (?:really )?(?:prefer|like|would like|hate|do not like|would rather|love) (?:it "
        r")?(?:when|if|that) "
        r"you (?:do not )?(?:write|speak|talk|answer|reply|explain|use|say|call|keep|correct|are|"
        r"spell)\b",
        lambda w, _: steady(w, _) and not re.search(r"\b(?:this|that)$", w.plain),
    ),
    cue(
        "plan #plan",
        r"\b(?:i|we)?(?: am| are| have| got| have got)?(?: already| just| finally)? ?(?:booked "
        r"(?:on|in|"
        r"into|for|onto|a|our|my|the|us)|signed (?:myself |us )?up (?:for|to)|enrolled (?:in|on|"
        r"for|at)|registered "
        r"for|entered (?:for )?(?:the|a)|got (?:tickets?|a place|a ticket) (?:for|to|on|at|in))\b",
        lambda w, m: with_day(w, m) and bool(re.search(r"\b(?:i|we|am|got)\b", w.plain[: m.end()])),
    ),
    cue(
        "fact #faith",
        r"\b(?:fast|fasting|fasted) (?:for|during|in) (?:ramadan|lent|yom)|\b(?:i|we) (?:observe|"
        r"keep|celebrate) "
        r"(?:ramadan|lent|shabbat|the sabbath|diwali|hanukkah|eid|passover|kosher)\b",
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
