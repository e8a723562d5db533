"""Who people are, told by the way: "as a nurse I …", "Margaret here"."""

from __future__ import annotations

import re

from sel.memory.reading.oblique import Cue, cue
from sel.memory.reading.phrases import is_passing
from sel.memory.reading.rules.looks import NUMBER, ROLES, called, ends_in, given_name, holds_any
from sel.memory.reading.words.daily import WORKPLACES
from sel.memory.reading.words.names import NAMES
from sel.memory.reading.words.work import JOBS

ROLES_CUES: tuple[Cue, ...] = (
    cue(
        "fact #name #identity @name hard",
        r"^(?:hi |hello |hey |oh |and |so |well )*(?:it|this) (?:is|'s) (?P<x>[\w-]+)(?: "
        r"here)?(?:$| (?:,|by the way|btw|here\b))",
        given_name,
    ),
    cue("fact #name #identity @name hard", r"^(?P<x>[\w-]+) here(?:$| [,.!])", given_name),
    cue(
        "fact #name #identity @name hard",
        r"^(?:hi |hey |hello |yo )?(?:i am|am) (?P<x>[\w-]+)(?=$| (?:[,.!;(]|btw|by the way|and "
        r"i|from|here|lol|nice to))",
        lambda w, m: w.is_lower() and m["x"] in NAMES,
    ),
    cue(
        "fact #name #identity @name hard anyway",
        r"\b(?:everyone|everybody|people|friends|they|mates|family|colleagues)(?: at \w+| here| "
        r"just)* calls? me (?P<x>[\w-]+)|^(?:so |please |just )*(?:say|call me|use) "
        r"(?P<y>[\w-]+)$",
        lambda w, m: (
            (bool(m["x"]) and called(w, m))
            or (bool(m["y"]) and w.spelt(m.start("y"))[:1].isupper() and m["y"] in NAMES)
        ),
    ),
    cue(
        "fact #identity hard",
        r"(?:^|[ ,;] )(?:speaking )?(?:as|being) (?:an? |the )(?P<x>[\w-]+(?: [\w-]+){0,3}?) ,? "
        r"?(?:i|we|my|our|me)\b(?! (?:would|could|should))",
        holds_any(ROLES),
    ),
    cue(
        "fact #identity hard",
        r"^(?:i|we|my) .* as an? (?P<x>(?:[\w-]+ ){0,2}[\w-]+)$",
        ends_in(ROLES),
    ),
    cue(
        "fact #identity hard",
        r"\b(?:as|being) (?P<x>[\w-]+) (?:myself|i|my)\b",
        holds_any(ROLES - JOBS),
    ),
    cue("fact #pronouns hard", r"\b(?:she|he|they|it|xe|ze) / (?:her|him|them|it|its|they|hir)\b"),
    cue(
        "fact #faith",
        r"\b(?:fast|fasting|fasted) (?:for|during|in) (?:ramadan|lent|yom)|\b(?:i|we) "
        r"(?:observe|keep|celebrate) (?:ramadan|lent|shabbat|the sabbath|diwali|hanukkah|eid|"
        r"passover|kosher)\b",
    ),
    cue(
        "fact #job @job hard",
        r"\bfor (?:a |my )?living\b",
        lambda w, _: bool(re.search(r"\b(?:i|am|we)\b", w.plain)) and "what" not in w.plain,
    ),
    cue(
        "fact #job @job hard",
        r"^(?:and |so |now |currently )*(?:i|we) (?:now |mostly |mainly |currently |usually "
        r")*(?:do|make|write|build|run|manage|sell|drive|fix|repair|clean|design|test|translate|"
        r"edit|grow|handle|look after) (?:[\w'-]+ ){1,5}?(?:at|for|in) (?:an?|the) "
        r"(?P<x>[\w-]+(?: [\w-]+)?)\b",
        holds_any(WORKPLACES),
    ),
    cue(
        "fact #job hard",
        rf"\b{NUMBER} (?:more )?(?:years|months) (?:at|in|on|with|till|until|to|before|left) .*"
        r"\b(?:retire|retirement|pension|put my feet up)\b",
    ),
    cue(
        "fact #job",
        r"\b(?:my|when i have|on|i work|doing|do) (?:the |an? )?(?:early|late|night|morning|day|"
        r"double|weekend)s? shifts?\b",
        lambda w, _: (
            bool(re.search(r"\b(?:when|every|always|because|so|my)\b", w.plain))
            and not is_passing(w.plain)
        ),
    ),
    cue(
        "fact #past",
        rf"\b(?:i|we) (?:was|were|have been|worked) (?:as )?(?:for )?(?:about )?{NUMBER} years "
        r"(?:an? |as an? )?(?P<x>[\w-]+(?: [\w-]+)?)",
        holds_any(JOBS),
    ),
)
