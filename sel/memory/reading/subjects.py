"""Whom a statement is about: the person, theirs, or nobody who matters here."""

from __future__ import annotations

import re

from sel.memory.reading.clauses import Span
from sel.memory.reading.saying import Saying, Who
from sel.memory.reading.tokens import Token, joined, tokens_of
from sel.memory.reading.verb_group import Own, Part, is_verbal, said, with_verb, word_at
from sel.memory.reading.verbs import BE, FORMS, HAVE
from sel.memory.reading.words.lists import words
from sel.memory.reading.words.names import NAMES
from sel.memory.reading.words.people import BACKGROUND, EVENTS, PETS, RELATIONS, SINGULAR, THINGS

_HAPPENS = words(
    "start starts has got leaves lands departs arrives begins ends finishes falls takes"
)
_OWNED = RELATIONS | PETS | THINGS | EVENTS
ME: Own = ("self", "", "")

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
    r"i have to (?:say|admit|confess)|i admit|i can tell you|i do not mind (?:telling|saying)(?: you)?(?: that)?|let me tell you|you "
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
    r"politically)(?: ,)? (?=(?:i|my|we|our)\b)"
)
_DROPPED = re.compile(
    r"(?:(?:just |recently |finally )?(?:moved|adopted|graduated|retired|got "
    r"(?:married|engaged|divorced|promoted|a new)|"
    r"started (?:a new|at|as|work)|been (?:living|working|playing|learning|vegan|"
    r"vegetarian|married|together))|"
    r"allergic|born (?:in|on|and)|work as|live in|originally from|diagnosed with|"
    r"vegetarian|vegan|(?:living|working|studying|saving|learning|getting (?:married|divorced)|"
    r"moving|expecting|recovering|suffering|struggling|playing in|trying to (?:learn|get|eat|drink)|"
    r"training for)|(?:do|can) not (?:eat|drink|smoke|drive|fly|swim|speak)|never (?:eat|drink|"
    r"smoke|drive|learned to|learnt to)|used to (?:live|work|play|smoke|be an?|teach)|"
    r"grew up|come from|had (?:a (?:stroke|heart|baby)|my \w+ (?:out|removed|replaced))|"
    r"got (?:an?|two|three) (?:\w+ )?(?:dog|cat|dogs|cats|kids|sons|daughters|sister|brother|puppy|"
    r"kitten)|work (?:as|at|for|in) |going to be an? |broke up|quit (?:my|smoking|drinking)|"
    r"speak \w+ (?:and|at home|fluently)|lost my (?:mum|dad|job|wife|husband|sister|brother|dog|cat))\b"
)
_NAME_WORDS = 4
_NO_NAMES = words(
    "who that which and from in at with of said says told thinks wants asked "
    "thought i she he they "
    "it you we is here there then so but or as on to keeps hates"
)
_DOCTORS = words("doctor doctors gp dentist optician consultant")
_CONFESSES = words("told mentioned should must admit confess do have can")
_CALLED = re.compile(
    r"(?:i (?:would )?(?:prefer|rather|like)(?: it)?(?: if)?(?: you)? |please |"
    r"you can |just |feel free to |(?:everyone|everybody|people|they|most people|"
    r"my (?:friends|family|mates|colleagues))(?: \w+)? )*"
    r"(?:calls? me|called me|to be called|being called) (?=(?P<x>[\w-]+)(?: "
    r"[\w-]+)?(?:$| [,.!;(]| please| by the| btw| if| instead| but| not| for))"
)
_NOT_CALLED = words(
    "crazy when back later tomorrow a an the if maybe old old-fashioned stupid "
    "lazy weird on at in tonight today soon mad cynical paranoid names out your "
    "biased picky tonight"
)
_SUBJECTS = frozenset({"i", "my", "we", "our"})


def saying_of(text: str, span: Span) -> Saying | None:
    """What the clause at `span` of `text` says of the person or theirs; None for anything else."""
    found = _read(text, tokens_of(text, *span))
    return found and found._replace(text=text)


_FOLLOWED = re.compile(
    r"(?:[,;:.!(–—]|\s-+)\s*(?:and |but |so |also )?(?=(?:she|he|they)\b)", re.IGNORECASE
)


def _one_name(text: str, tokens: list[Token], place: int) -> str:
    """The name behind a relation, whatever follows it; "" for none."""
    return word_at(tokens, place) if _is_capital(text, tokens, place) else ""


def _is_capital(text: str, tokens: list[Token], place: int) -> bool:
    return place < len(tokens) and text[tokens[place].start].isupper()


def followed(text: str, span: Span) -> list[Saying]:
    """What is said of somebody behind "she": "my wife Ana laughs a lot, she's a vet"."""
    tokens = tokens_of(text, *span)
    begin, start = _start(tokens)
    if word_at(tokens, start) not in {"my", "our"}:
        return []
    at = _head(tokens, start + 1)
    if at is None or tokens[at].word not in RELATIONS | PETS:
        return []
    who: Who = "pet" if tokens[at].word in PETS else "person"
    own = (who, _own(tokens[at].word, set()), _one_name(text, tokens, at + 1))
    told: list[Saying] = []
    for found in _FOLLOWED.finditer(text, span.start, span.end):
        behind = tokens_of(text, found.end(), span.end)
        saying = with_verb(behind, 0, 1, own)
        if saying:
            told.append(saying._replace(text=text, tokens=tokens, begin=begin))
    return told


def _read(text: str, tokens: list[Token]) -> Saying | None:
    if (called := _called(text, tokens)) is not None:
        return called
    begin, start = _start(tokens)
    if start >= len(tokens):
        return None
    word = tokens[start].word
    if word in {"i", "we"}:
        return with_verb(tokens, begin, start + 1, ME)
    if word in {"my", "our"}:
        return _of_mine(text, tokens, begin, start + 1)
    return _otherwise(text, tokens, begin, start)


def _otherwise(text: str, tokens: list[Token], begin: int, start: int) -> Saying | None:
    """Subjects that are not written as one: "it's my …", "me and my …", "moved to …"."""
    word, following = tokens[start].word, word_at(tokens, start + 1)
    if word == "it" and following in {"is", "'s"} and word_at(tokens, start + 2) in {"my", "our"}:
        return _it_is_mine(tokens, begin, start + 3)
    if (word, following) == ("me", "and"):
        return _me_and(tokens, begin, start + 2)
    if word in {"name", "the"}:
        return _the_name(tokens, begin, start)
    if _DROPPED.match(joined(tokens, start)):
        return _without_subject(tokens, begin, start)
    return _is_mine(text, tokens, begin, start)


def beginning(tokens: list[Token]) -> int:
    """Where a statement begins behind the small words that open it."""
    return _start(tokens)[0]


def _start(tokens: list[Token]) -> tuple[int, int]:
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


def _called(text: str, tokens: list[Token]) -> Saying | None:
    """ "call me Sam", "everybody calls me Bex"."""
    found = _CALLED.match(joined(tokens))
    if not found or found["x"] in _NOT_CALLED:
        return None
    at = found.group().count(" ")
    if not text[tokens[at].start].isupper() and text != text.lower():
        return None
    return said(Part(tokens, 0, ("thing", "name", ""), []), at, "be")


def _of_mine(text: str, tokens: list[Token], begin: int, place: int) -> Saying | None:
    """ "my sister Ana …", "my dog's name …", "my favourite colour …"."""
    at = _head(tokens, place)
    if ours := _ours(text, tokens, begin, place):
        return ours
    if at is None:
        return None
    head = tokens[at].word
    if head in {"favourite", "best", "star"}:
        return _favourite(tokens, begin, at + 1)
    if head in THINGS | EVENTS and head not in RELATIONS:
        return _thing(tokens, begin, at + 1, head)
    before = {token.word for token in tokens[place:at]}
    return _kin(text, tokens, begin, at, before)


def _ours(text: str, tokens: list[Token], begin: int, place: int) -> Saying | None:
    """ "our Katie is a midwife": somebody of the family."""
    ours = tokens[place - 1].word == "our" and _is_capital(text, tokens, place)
    if not ours or tokens[place].word not in NAMES or not is_verbal_or_s(tokens, place + 1):
        return None
    return with_verb(tokens, begin, place + 1, ("person", tokens[place].word, ""))


def is_verbal_or_s(tokens: list[Token], place: int) -> bool:
    """Whether a verb stands there, were it only "'s"."""
    return word_at(tokens, place) == "'s" or is_verbal(tokens, place)


def _head(tokens: list[Token], place: int) -> int | None:
    """Where the word stands that says whose it is about, at most three behind "my"."""
    for at in range(place, min(place + 4, len(tokens))):
        if tokens[at].word in _OWNED and word_at(tokens, at + 1) != "tongue":
            return at
        if tokens[at].word in FORMS and tokens[at].word not in {"born", "driving"}:
            return None
    return None


def _kin(text: str, tokens: list[Token], begin: int, at: int, before: set[str]) -> Saying | None:
    """ "(my older) sister Ana lives …", with what stood `before` her."""
    head, place = tokens[at].word, at + 1
    who: Who = "pet" if head in PETS else "person"
    if word_at(tokens, place) == "in" and word_at(tokens, place + 1) in {"law", "laws"}:
        head, place = head + "-in-law", place + 2
    if word_at(tokens, place) == "'s" and word_at(tokens, place + 1) in THINGS:
        return _theirs(tokens, begin, place + 1, who, _own(head, before))
    joint = place + _is_capital(text, tokens, place)
    if word_at(tokens, joint) == "and":
        return _with_me(tokens, begin, joint)
    name, place = _name(text, tokens, _past_where(tokens, place))
    return with_verb(tokens, begin, place, (who, _own(head, before), name))


def _past_where(tokens: list[Token], place: int) -> int:
    """Behind "since school" in "my best friend since school is …"."""
    if word_at(tokens, place) not in {"since", "from", "at", "in", "back"}:
        return place
    for step in range(place + 2, min(place + 5, len(tokens))):
        if tokens[step].word in BE | HAVE:
            return step
    return place


def _own(head: str, before: set[str]) -> str:
    """Which sister: "older sister" is another than "younger sister"."""
    head = SINGULAR.get(head, head)
    told = sorted(before & BACKGROUND)
    return " ".join([*told, head])


def _with_me(tokens: list[Token], begin: int, place: int) -> Saying | None:
    """ "My wife and I moved to …": what I did."""
    for step in range(place + 1, min(place + 4, len(tokens))):
        if tokens[step].word in {"i", "me"}:
            return with_verb(tokens, begin, step + 1, ME)
    return None


def _favourite(tokens: list[Token], begin: int, place: int) -> Saying | None:
    """ "my favourite (kind of) colour (of all) is …"."""
    kinds: list[str] = []
    while place < len(tokens) and tokens[place].word not in BE and len(kinds) < 5:
        kinds.append(tokens[place].word)
        place += 1
    return with_verb(tokens, begin, place, ("thing", "favourite " + " ".join(kinds), ""))


def _thing(tokens: list[Token], begin: int, place: int, head: str) -> Saying | None:
    """ "my birthday (party) is …": up to four words may stand before the verb."""
    for step in range(place, min(place + 7, len(tokens))):
        if tokens[step].word in BE | _HAPPENS:
            if step > place and tokens[step - 1].word in {"that", "which", "who"}:
                return None
            return with_verb(tokens, begin, step, ("thing", head, ""))
    return None


def _theirs(tokens: list[Token], begin: int, place: int, who: Who, head: str) -> Saying | None:
    thing = tokens[place].word
    if thing == "favourite":
        found = _favourite(tokens, begin, place + 1)
        return found and found._replace(who=who, whose=head, name=found.whose)
    found = _thing(tokens, begin, place + 1, thing)
    return found and found._replace(who=who, whose=head, name=thing, verb="thing")


def _name(text: str, tokens: list[Token], place: int) -> tuple[str, int]:
    """A name behind a relation, with or without commas: it ends where the verb begins.

    Small letters will do only for somebody who writes no capitals at all.
    """
    start = place + (word_at(tokens, place) == ",")
    end = start
    while end < len(tokens) and end - start < _NAME_WORDS and not is_verbal(tokens, end):
        if not tokens[end].word.replace("-", "").isalpha():
            break
        end += 1
    behind = _aside(tokens, end)
    if end == start or not is_verbal(tokens, behind):
        return "", _aside(tokens, place)
    lower = text == text.lower() and end - start == 1 and tokens[start].word not in _NO_NAMES
    if not text[tokens[start].start].isupper() and not lower:
        return "", _aside(tokens, place)
    name = " ".join(token.word for token in tokens[start:end])
    return name, behind


def _aside(tokens: list[Token], place: int) -> int:
    """Behind ", who was a carpenter," and "(she is three)", where the verb follows."""
    if word_at(tokens, place) not in {",", "("}:
        return place
    if is_verbal(tokens, place + 1):
        return place + 1
    for step in range(place + 1, min(place + 10, len(tokens))):
        if tokens[step].word in {",", ")"} and is_verbal(tokens, step + 1):
            return step + 1
    return place


def _the_name(tokens: list[Token], begin: int, start: int) -> Saying | None:
    """ "name's Tom", "the name is Tom"."""
    place = start + (tokens[start].word == "the")
    if word_at(tokens, place) != "name":
        return None
    return with_verb(tokens, begin, place + 1, ("thing", "name", ""))


def _without_subject(tokens: list[Token], begin: int, start: int) -> Saying | None:
    """ "moved to Leeds last month": the "I" is not written."""
    word = tokens[start].word
    if word in {"allergic", "vegetarian", "vegan", "born", "originally", "diagnosed"}:
        saying = said(Part(tokens, begin, ("self", "", ""), []), start, "be")
        return saying
    verb, form = FORMS.get(word, ("", ""))
    if form == "ing":
        return said(Part(tokens, begin, ME, []), start + 1, verb, "doing")
    return with_verb(tokens, begin, start, ME)


def _it_is_mine(tokens: list[Token], begin: int, place: int) -> Saying | None:
    """ "it's my birthday on Friday"."""
    head = word_at(tokens, place)
    if head not in EVENTS | {"birthday"}:
        return None
    return said(Part(tokens, begin, ("thing", head, ""), []), place + 1, "be")


def _me_and(tokens: list[Token], begin: int, place: int) -> Saying | None:
    """ "me and my boyfriend have …": what we did."""
    if word_at(tokens, place) != "my":
        return None
    for step in range(place + 1, min(place + 5, len(tokens))):
        if is_verbal(tokens, step):
            return with_verb(tokens, begin, step, ME)
    return None


def _is_mine(text: str, tokens: list[Token], begin: int, start: int) -> Saying | None:
    """ "Ana is my sister": the name first, so that it reads as "my sister Ana is …"."""
    for step in range(start + 1, min(start + 5, len(tokens) - 2)):
        if tokens[step].word in {"is", "'s", "are"} and tokens[step + 1].word in {"my", "our"}:
            head = tokens[step + 2].word
            head = (
                word_at(tokens, step + 3) if head in BACKGROUND | {"best", "new", "late"} else head
            )
            if head not in RELATIONS | PETS or not text[tokens[start].start].isalpha():
                return None
            name = " ".join(token.word for token in tokens[start:step])
            if name in {"he", "she", "it", "this", "that", "they", "who", "there", "here"}:
                return None
            who: Who = "pet" if head in PETS else "person"
            own = (who, SINGULAR.get(head, head), name)
            return said(Part(tokens, begin, own, []), step + 1, "relation")
    return None
