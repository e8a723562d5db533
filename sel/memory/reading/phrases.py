"""Small questions about the words behind a verb: is it a place, a time, something named at all?

All of them take the plain words (`Saying.rest` or a part of it).
"""

from __future__ import annotations

import re
from collections.abc import Collection

from sel.memory.reading.words.lists import words
from sel.memory.reading.words.origins import TECHNICAL

_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|"
    r"november|december|"
    r"jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|mon|tues?|wed|thurs?|fri|sat|sun"
_WHEN = re.compile(
    rf"\b(?:(?:on|from|by|until|till|before|this|next|every|last) (?:the "
    rf")?(?:{_WEEKDAY})"
    rf"|(?:in|on|this|next|by|late|early|mid|until|end of|beginning of|since|from|"
    rf"last|of) (?:early |late |mid )?{_MONTH}"
    rf"|{_MONTH} (?:the )?\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)? "
    rf"(?:of )?{_MONTH}"
    r"|(?:the|on|by|on the) \d{1,2}(?:st|nd|rd|th)|\d{4}-\d\d-\d\d|"
    r"\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?"
    r"|(?:next|this) (?:week|month|year|term|semester|spring|summer|autumn|fall|"
    r"winter|weekend|christmas|easter)"
    r"|in (?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|\d+|a "
    r"few|a couple of) (?:days?|weeks?|months?|years?)"
    r"|(?:in|over|by|during|at) (?:the )?(?:spring|summer|autumn|winter|new year|"
    r"christmas|easter|weekend)|in 20\d\d"
    r"|(?:one|some) day|someday|when i (?:retire|grow up|finish|graduate)|(?:week|"
    r"month|year) after next)\b"
)
_TOMORROW = re.compile(
    r"\b(?:tomorrow|today|tonight|this (?:morning|afternoon|evening)|in (?:an|\d+|"
    r"two|three) hours?)\b"
)
_HABIT = re.compile(
    r"\b(?:every(?! (?:time|single time)\b)|each(?! (?:time|other)\b)|always|"
    r"usually|most (?:days|mornings|evenings|weekends|nights)|twice|(?:once|\w+ "
    r"times) (?:a|per)|"
    rf"on (?:{_WEEKDAY})|(?:mon|tues|wednes|thurs|fri|satur|sun)days|weekends?|"
    rf"daily|weekly|regularly|nights|for a living|"
    r"since (?!then|this morning|yesterday|lunch)|for (?:\w+ )?(?:\w+ )?years|for "
    r"(?:\w+ )?months|for ages|all my life|as a hobby|as a child|"
    r"in my (?:free|spare) time|before (?:work|bed|breakfast)|after work|in the "
    r"(?:mornings?|evenings?|winter|summer)|never)\b"
)
_LASTING = re.compile(
    r"\b(?:lately|recently|these days|nowadays|since|for (?:(?:\w+ "
    r"){0,3})(?:weeks|months|years|ages)|for a (?:while|long time)|"
    r"(?:all|this whole|this) (?:year|month|winter|autumn|summer|spring)|ever "
    r"since|every (?:day|night|morning)|most (?:days|nights)|after (?:the|my|our|"
    r"losing)|"
    r"all the time|anymore|without (?:him|her|my)|about (?:the divorce|my future|"
    r"my health|money|getting old))\b"
)
_PASSING = re.compile(
    r"\b(?:today|tonight|right now|now|this (?:morning|evening|afternoon|one|"
    r"time)|at the moment|just now|"
    r"yesterday|again|so far|all day|in a (?:sec|minute|bit|moment)|brb|already|"
    r"later|last night|soon)\b"
)
_VAGUE = re.compile(
    r"(?:(?:so|too|very) )?(?:it|this|that|these|those|your|you|u|him|her|them|us|"
    r"me|how|what|when|why|where|who|if|because|to be|the way|the (?:idea|"
    r"fact|same|other|first|second|third|last|next|new|old|one|ones|result|answer|"
    r"joke|story|question|"
    r"sound of that|look of|thought|part|end|rest|colour|weather|bit)|one|some|"
    r"something|someone|everything|anything|"
    r"nothing|all|both|either|neither|here|there|stuff|things|such|more|yours|of|"
    r"on|for|at|and|but|or|,|\.|!|haha|lol|"
    r"as|too|btw|though|already|another|sort|now|a lot|very|much|the \w+ (?:one|"
    r"ones|version|option|idea|ending)|mine)\b|\W|$"
)
_STOP = words(
    "at in for with who that which and but , . ; to from since because so on of "
    "by when where while if "
    "or as called named ( - ! : just than into until about after before though "
    "although till "
    "during these those again"
)
_ARTICLES = words("a an the my our some any his her their no both one two three four five six")
_COMMON_PLACE = re.compile(
    r"(?:a |an |the |my |our |his |her )?(?:new |own |old |small |smaller |little "
    r"|tiny |big |bigger |quiet |student |shared |rented |top-floor |ground-floor "
    r"|studio |"
    r"one-bedroom |two-bedroom |council |country |different |nice |basement |"
    r"remote |mountain |fishing |sleepy |beautiful |lovely )*"
    r"(?:flat|apartment|house|bungalow|cottage|village|town|city|countryside|"
    r"country|suburbs|mountains|coast|seaside|sea|"
    r"farm|island|houseboat|boat|caravan|van|campervan|lighthouse|cabin|commune|"
    r"hostel|dorm|dormitory|halls|"
    r"university halls|care home|north|south|east|west|north-east|south-west|"
    r"basement|attic|studio|lake|beach|river|forest|woods|desert|"
    r"centre|city centre|outskirts|middle of nowhere|mountain|hills|valley|"
    r"harbour|airport|station|park|hospital|school|church|usa|us|uk|netherlands|"
    r"states|philippines|capital|abroad|second floor|third floor|top floor|ground "
    r"floor|fourth floor|fifth floor)\b"
)
_NO_PLACE = re.compile(
    r"(?:\w+ times|the moment|the past|fear|hope|peace|denial|harmony|sin|pyjamas|"
    r"pajamas|a bubble|chaos|my head|my own world|constant|"
    r"a dream|a fantasy|exile|darkness|interesting times|the present|the now|"
    r"another|general|particular|practice|theory|progress|"
    r"bed|bits|pieces|touch|trouble|a hurry|a minute|a sec|love|line|pain|shock|"
    r"tears|front|here|there|it|that|this|these|next|"
    r"step|version|chapter|part|work|you|me|him|her|them|page|question|something|"
    r"anything|other|one|what|hell|heaven|mars|the moon|space|a simulation|a "
    r"society|the matrix|"
    r"the sofa|the couch|the kitchen|the bed|the living room|the terminal|the "
    r"cloud)\b"
)


def says_when(rest: str) -> bool:
    """Whether a day, month or season to come (or past) is named; not "today", not "soon"."""
    return _WHEN.search(rest) is not None


def says_soon(rest: str) -> bool:
    """Whether it is about today or tomorrow."""
    return _TOMORROW.search(rest) is not None


def is_habit(rest: str) -> bool:
    """Whether something is done again and again."""
    return _HABIT.search(rest) is not None


def lasts(rest: str) -> bool:
    """Whether a feeling goes on ("lately", "since the divorce")."""
    return _LASTING.search(rest) is not None


def is_passing(rest: str) -> bool:
    """Whether it is only about now."""
    return _PASSING.search(rest) is not None


def is_vague(rest: str) -> bool:
    """Whether it points at the conversation ("that", "your answer") instead of naming something."""
    return _VAGUE.match(rest) is not None


def noun_words(rest: str, most: int = 6) -> list[str]:
    """The words of the noun phrase at the beginning, without its articles."""
    words: list[str] = []
    for word in rest.split():
        if word in _STOP or len(words) == most:
            break
        if words or word not in _ARTICLES:
            words.append(word)
    return words


def heads(rest: str, table: Collection[str]) -> str:
    """The last but at most second last word of the first noun phrase that is in `table`, or ""."""
    words = noun_words(rest)
    pair = "-".join(words[-2:])  # "dinner lady" is in lists as one word
    for word in (pair, *reversed(words[-2:])):
        if word in table:
            return word
    return ""


def holds(rest: str, table: Collection[str], most: int = 6) -> str:
    """The first of the leading `most` words that is in `table`, or ""."""
    return next((word for word in rest.split()[:most] if word in table), "")


def is_place(rest: str, spelling: str, *, lower: bool) -> bool:
    """Whether a place is named first; `spelling` is its first word as written, and where the
    person writes without capitals (`lower`) any word must do."""
    if _NO_PLACE.match(rest) or heads(rest, TECHNICAL) or rest.split()[:1] == []:
        return False
    if _COMMON_PLACE.match(rest):
        return True
    word = rest.split(maxsplit=1)[0]
    if word in _ARTICLES | {"with", "on", "by"} or word in TECHNICAL:
        return False
    return spelling[:1].isupper() or lower
