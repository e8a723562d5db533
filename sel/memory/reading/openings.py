"""Where a statement begins: behind "well", "by the way" and "last week"; and what needs no "I"."""

from __future__ import annotations

import re

from sel.memory.reading.tokens import Token, joined
from sel.memory.reading.verb_group import word_at
from sel.memory.reading.words.lists import words

_FILLERS = re.compile(
    r"(?:(?:btw|also|and|but|so|oh|ah|well|hey|hi|hello|hiya|yo|actually|anyway|"
    r"anyways|fyi|ps|yeah|yes|yep|yup|no|nope|"
    r"nah|right|ok|okay|um|uh|hmm|hm|haha|lol|tbh|ngl|honestly|seriously|"
    r"obviously|sure|plus|thanks|thank you|"
    r"good morning|good evening|morning|evening|greetings|well then|"
    r"by the way|just so you know|to be honest|in fact|good news|great news|bad "
    r"news|sad news|big news|news|update|"
    r"fun fact|random fact|fact|guess what|as you know|as i said|like i said|"
    r"(?:the|my) (?:doctor|doctors|gp|dentist|"
    r"optician|consultant) (?:says|said|told me)(?: that)?|(?:yesterday |today |"
    r"last night )?(?:i|we) (?:just |have just |recently )?(?:found out|learned|"
    r"learnt)(?: that)?|turns out|it turns out|i told you|i mentioned|"
    r"(?:did )?i (?:ever )?mention(?: that)?|i should (?:mention|say|add)|i "
    r"(?:should|have to) tell you|i must (?:say|admit|confess)|"
    r"i have to (?:say|admit|confess)|i admit|i can tell you|i do not mind (?:telling|saying)(?: "
    r"you)?(?: that)?|let me tell you|you "
    r"should know|for the record|for context|"
    r"the thing is|thing is|the truth is|truth is|confession|full disclosure|"
    r"disclaimer|a bit about me|about me|"
    r"speaking of \w+|sadly|unfortunately|luckily|fortunately|thankfully|happily|"
    r"yay|wow|ugh no|"
    r"because|since|as|cause|cos|though|although|see|you see|you know|look|listen|"
    r"first|firstly|second|"
    r"secondly|another thing|one more thing|one thing|ps|p\.s|edit|note|sorry|i "
    r"mean|i guess|what's more|"
    r"nice to meet you|hi there|hey there|hi sel|hey sel|hello sel|sel|ps|for "
    r"info|a fact about me|as it happens|"
    r"that|like|same|me too|cool|great|nice|perfect|lovely|ha|wait|mind you|well "
    r"yes|of course|then|plus)"
    r"(?: [,:;!-])* )+"
)
_OPENERS = re.compile(
    r"(?:(?:last|next|this) (?:week|month|year|spring|summer|autumn|fall|winter|"
    r"christmas|easter|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|"
    r"march|april|may|june|july|"
    r"august|september|october|november|december)|"
    r"(?:a|one|two|three|four|five|six|ten|\d+|a few|several|many|some) (?:day|"
    r"week|month|year)s? ago|"
    r"(?:in|since|on|until|from|every|by|during) (?:the )?(?:\w+ )?(?:of )?\w+|"
    r"(?:for|at|over|around) (?:easter|christmas|new year|ramadan|lent|eid|diwali|half term)|"
    r"these days|nowadays|lately|recently|currently|"
    r"at the moment|right now|tomorrow|yesterday|today|at (?:work|home|school|"
    r"university|night)|for (?:\w+ ){1,3}(?:now)?|"
    r"as a (?:kid|child|teenager|boy|girl|student)|when i was (?:\w+ ){1,4}|"
    r"growing up|before that|after (?:that|work|school|dinner)|"
    r"since (?:\w+ ){1,4}|normally|usually|sometimes|once a (?:week|month|year)|"
    r"twice a (?:week|month|year)|most (?:days|evenings|mornings|weekends)|"
    r"at (?:\w+ )?weekends|as of \w+|soon|originally|professionally|personally|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?(?: (?:morning|evening|night|afternoon)s?)?|"
    r"politically)(?: ,)? (?=(?:i|my|we|our)\b)"
)
DROPPED = re.compile(
    r"(?:(?:just |recently |finally )?(?:moved|adopted|graduated|retired|got "
    r"(?:married|engaged|divorced|promoted|a new)|"
    r"started (?:a new|at|as|work)|been (?:living|working|playing|learning|vegan|"
    r"vegetarian|married|together))|"
    r"allergic|born (?:in|on|and)|work as|live in|originally from|diagnosed with|"
    r"vegetarian|vegan|(?:living|working|studying|saving|learning|getting (?:married|divorced)|"
    r"moving|expecting|recovering|suffering|struggling|playing in|trying to (?:learn|get|eat|"
    r"drink)|"
    r"training for)|(?:do|can) not (?:eat|drink|smoke|drive|fly|swim|speak)|never (?:eat|drink|"
    r"smoke|drive|learned to|learnt to)|used to (?:live|work|play|smoke|be an?|teach)|"
    r"grew up|come from|had (?:a (?:stroke|heart|baby)|my \w+ (?:out|removed|replaced))|"
    r"got (?:an?|two|three) (?:\w+ )?(?:dog|cat|dogs|cats|kids|sons|daughters|sister|brother|puppy|"
    r"kitten)|work (?:as|at|for|in) |going to be an? |broke up|quit (?:my|smoking|drinking)|"
    r"speak \w+ (?:and|at home|fluently)|lost my (?:mum|dad|job|wife|husband|sister|brother|dog|"
    r"cat))\b"
)
_DOCTORS = words("doctor doctors gp dentist optician consultant")
_CONFESSES = words("told mentioned should must admit confess do have can")
_SUBJECTS = frozenset({"i", "my", "we", "our"})


def beginning(tokens: list[Token]) -> int:
    """Where a statement begins behind the small words that open it."""
    return start_of(tokens)[0]


def start_of(tokens: list[Token]) -> tuple[int, int]:
    """Where the statement begins, and where its subject stands: what opens it may say when."""
    opens = _DOCTORS | _CONFESSES
    if not tokens or (tokens[0].word in _SUBJECTS and word_at(tokens, 1) not in opens):
        return 0, 0
    plain = joined(tokens) + " "
    begin = 0
    if found := _FILLERS.match(plain):
        begin = _behind(found, 0)
    rest = joined(tokens, begin) + " "
    if found := _OPENERS.match(rest):
        start = _behind(found, begin)
        if start < len(tokens) and tokens[start].word in _SUBJECTS:
            return begin, start
    return begin, begin


def _behind(found: re.Match[str], start: int) -> int:
    return start + found.group().count(" ")
