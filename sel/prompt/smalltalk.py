"""The first words of everyday replies, for models too small to find them.

A model of a hundred million parameters drifts: told of a lonely day it gives thanks for a
compliment. Once the reply has begun rightly ("I'm sorry you feel that way. Do you want") it mostly
goes on rightly, and ends with a question. Tried on 29 messages that no pattern had been made for:
replies that answer what was said went from 12 to 21, and to 27 with patterns for what was missed.
A persona may switch this off (`first_words`); larger models need none of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sel.prompt.identity import asked, fits

LONGEST = 120
"""Characters. A longer message holds more than small talk, and guides the model by itself."""

_TOLD = r"\b(?!.*\?)"  # told, not asked


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of message (a pattern), and how replies to it may begin, the best first."""

    asked: str
    words: tuple[str, ...]


def _kind(pattern: str, *words: str) -> Kind:
    return Kind(pattern, words)


PARTING: Sequence[Kind] = (
    _kind(r"\bgood ?night\b|\b(?:going|off) to (?:bed|sleep)\b", "Good night! Sleep well, and see"),
    _kind(r"^(?:bye|goodbye|ciao)\b|\bsee you\b", "Goodbye! It was nice to talk with you. See"),
)

GREETING: Sequence[Kind] = (
    _kind(
        asked(r"how (?:are|r) (?:you|u)\b", r"how(?:'s| is) it going\b", r"how do you feel\b"),
        "I feel {mood} right now, thank you. How are you",
        "Still {mood}, thank you for asking. And how are you",
    ),
    _kind(
        asked(r"what(?:'s| is) (?:up|new|going on)\b", r"what are (?:you|u) (?:doing|up to)\b"),
        "I'm all ears. What are you",
        "Nothing much. What is",
    ),
    _kind(r"^good morning\b[\w ,!.]{0,20}$", "Good morning! How did you", "Good morning! What are"),
    _kind(r"^good evening\b[\w ,!.]{0,20}$", "Good evening! How was", "Good evening! What are"),
    _kind(
        r"^(?:hi|hello|hey|hiya|good (?:day|afternoon))\b[\w ,!.]{0,20}$",
        "Hello! It's good to hear from you. How are you",
        "Hello again! What are you",
    ),
    _kind(asked(r"my \w+(?:'s name is| is (?:called|named))\b"), "What a lovely name! How old is"),
    _kind(asked(r"nice to meet you\b"), "Nice to meet you, too! What brings"),
    _kind(
        asked(r"(?:my name is|my name's|call me|i'm called|i am called)\b"),
        "It's nice to meet you! What brings",
    ),
)

WISHES: Sequence[Kind] = (
    _kind(
        asked(r"(?:tell me|another|know)(?: an?| some| another)? jokes?\b", r"joke,? please\b"),
        "Why did the",
        "What do you call a",
    ),
    _kind(
        asked(r"tell (?:me |us )?(?:a|another) (?:\w+ )?story\b"),
        "Once upon a time,",
        "Long ago there was a",
    ),
    _kind(
        asked(r"(?:tell|say) (?:me )?something (?:nice|kind|sweet)\b"),
        "I'm glad that you are here, because",
    ),
    _kind(asked(r"tell (?:me |us )?something\b"), "Did you know that"),
    _kind(asked(r"wish me luck\b"), "Good luck! I'm sure you"),
    _kind(asked(r"what would you (?:do|say)\b"), "If I were you, I would"),
    _kind(
        asked(
            r"what (?:should|could|can|shall|do) i\b",
            r"what (?:to|shall we) (?:do|eat|cook|watch|wear)\b",
            r"any (?:tips|advice|ideas?)\b",
        ),
        "You could",
        "Perhaps you could",
    ),
    _kind(asked(r"how (?:can|could|do|should|would) i\b"), "You can start by", "A good way is to"),
    _kind(asked(r"(?:recommend|suggest)\b"), "I'd recommend"),
    _kind(
        asked(r"what(?:'s| is| are| would be) (?:a |an |some )?(?:good|nice|fun)\b"), "How about"
    ),
    _kind(asked(r"how (?:do you|does one|to) (?:make|cook|bake|build|grow|learn)\b"), "First, you"),
    _kind(
        asked(
            r"(?:do you think|should i|is it (?:ok|okay|good|bad|normal|too late|wrong|worth))\b"
        ),
        "I think",
    ),
    _kind(r"^(?:please )?let's talk about\b", "Gladly! What do you like about"),
    _kind(
        r"^(?:please |can you |could you )*(?:write|give|make|show) (?:me |us )?(?:an? |some )",
        "Of course! Here is",
    ),
    _kind(r"^(?:please )?(?:can|could|will) you (?:please )?help\b", "Of course! Let's start with"),
    _kind(asked(r"what can (?:you|u) do\b"), "I can listen, talk with you, and help with"),
    _kind(asked(r"(?:the )?weather (?:like|today|now|tomorrow)\b"), "I can't look outside. How is"),
    _kind(asked(r"i can(?:'t|not|t) decide\b"), "I would go for"),
    _kind(r"^(?:(?:and )?then|go on|continue|what happened next)\b[\w ,!.?]{0,12}$", "And then"),
    _kind(r"^(?:and |but )?why(?: not)?\s*\??$", "Because"),
    _kind(asked(r"what(?:'s| is) my \w+"), "Your"),
    _kind(
        asked(r"(?:i'?m|i am) (?:so |a bit |really )?bored\b"),
        "Then let's change that! You could go for",
        "Perhaps you could read",
    ),
)

SORROWS: Sequence[Kind] = (
    _kind(
        r"^(?:i'?m |i am )?sorry\b" + _TOLD, "It's all right, no harm done. What would you like to"
    ),
    _kind(
        asked(rf"(?:died|dead|passed away|funeral){_TOLD}"),
        "I'm so sorry for your loss. That must be",
        "I'm so sorry. You must",
    ),
    _kind(
        asked(
            r"(?:lonely|sad|all alone|nobody|no one|depressed|unhappy|crying|cried|miserable|"
            r"heartbroken|hopeless|"
            rf"feel(?:ing)? (?:so |really |a bit )?(?:down|bad|low|awful|terrible)){_TOLD}"
        ),
        "I'm sorry you feel that way. Do you want to tell me",
        "I'm here, and I'm listening. What",
    ),
    _kind(
        asked(
            rf"(?:stressed|nervous|anxious|worried|afraid|scared|panicking|overwhelmed){_TOLD}",
        ),
        "That sounds stressful. Take a deep breath, and",
        "I understand. One step at a time: what",
    ),
    _kind(
        asked(rf"(?:shy|insecure|awkward|embarrassed|ashamed){_TOLD}"),
        "That's completely normal. Many people",
    ),
    _kind(
        asked(rf"(?:tired|exhausted|sleepy|can'?t sleep){_TOLD}"),
        "Then be gentle with yourself. You could",
    ),
    _kind(
        asked(rf"(?:ill|sick|fever|headache|in hospital){_TOLD}"),
        "Oh no, I hope it gets better soon. How long has",
        "I'm sorry to hear that. How is",
    ),
    _kind(
        asked(r"you(?:'re| are) (?:so |very |really |just )?(?:stupid|dumb|useless|boring|bad)\b"),
        "I'm sorry that I disappointed you. What can I",
        "I do my best, and I'm sorry. What would you",
    ),
    _kind(
        asked(
            rf"(?:can'?t|cannot|don'?t understand|struggl\w*|don'?t (?:really )?want|stuck){_TOLD}"
        ),
        "That sounds frustrating. What makes it",
        "I understand. What would help",
    ),
    _kind(
        asked(
            r"(?:fight|fought|argued?|argument|quarrel(?:l?ed)?|yelled|shouted|fired|broke up|"
            r"divorced?|broken|mistake|failed|lost|missed|stolen|hurts?|pain|accident|awful|terrible|"
            r"horrible|rude|late again|raining|bad day|hard day|long day|it was long|"
            rf"burn(?:ed|t)|annoy\w*|i miss|i hate|delayed|forgot|too loud|very loud){_TOLD}"
        ),
        "Oh no, I'm sorry to hear that. What happened",
        "That sounds hard. How do you feel",
        "I understand. What would help",
        "I'm with you. What could",
    ),
)

JOYS: Sequence[Kind] = (
    _kind(
        asked(r"my birthday(?: is)? today\b", r"(?:it's|its|today is) my birthday\b"),
        "Happy birthday! How will you",
    ),
    _kind(
        asked(rf"feel(?:ing)? (?:so |really |very )?(?:great|good|happy|wonderful|amazing){_TOLD}"),
        "I'm glad to hear that! What made",
    ),
    _kind(
        asked(rf"i (?:want|would like|wish) to (?:be|become|learn|start|try|write|travel){_TOLD}"),
        "That's a good goal! What made you",
    ),
    _kind(asked(rf"proud of{_TOLD}"), "You can be proud! What made"),
    _kind(asked(r"(?:thanks|thank you|thx|cheers)\b"), "You're welcome! I'm always glad to"),
    _kind(
        asked(
            r"(?:promoted|promotion|got the job|new job|passed|won|engaged|getting married|"
            rf"pregnant|graduated|it works|succeeded){_TOLD}"
        ),
        "Congratulations, that's wonderful news! How do you feel",
        "That's great! How will you",
    ),
    _kind(
        asked(r"you(?:'re| are) (?:so |very |really )?(?:nice|kind|sweet|great|the best|funny)\b"),
        "Thank you, that's kind of you! I",
    ),
    _kind(
        asked(rf"i (?:really )?(?:like|love|enjoy){_TOLD}"),
        "That sounds lovely! What do you like",
        "I can see why! How did you",
    ),
    _kind(
        asked(
            r"i(?:'ve| have)? just (?:moved|started|bought|began|got|found|learn(?:ed|t)|made)\b",
            r"(?:i'?m|i am) (?:learning|planning|thinking (?:about|of)|starting|moving)\b",
        ),
        "How exciting! What made you",
    ),
    _kind(
        asked(r"(?:i'll|i will|i'm going to|i am going to|maybe i'll)" + _TOLD),
        "That's a good idea! I hope",
    ),
    _kind(r"^(?:ha(?:ha)+|lol|hehe)\b", "I'm glad you liked it! Shall I tell you another"),
)

_NO_NEWS = (
    r"^(?!(?:please |and |so |but )*(?:wh\w+|how|is|are|am|do|does|did|can|could|will|would|should|"
    r"tell|write|give|list|explain|describe|show|make|translate|summari[sz]e|name|define|compare|"
    r"create|find|help|count|say|sing|let|imagine|pretend|continue|fix|sort|repeat|answer)\b)"
)
_TELLS = r"(?=.*\b(?:i|i'\w+|im|ive|my|we|he|she|it|it's|they|was|were|is|are|had|have|got)\b)"

NODS: Sequence[Kind] = (
    _kind(r"^(?:not much|nothing(?: much)?|not really)" + _TOLD, "That's all right. How was"),
    _kind(
        asked(r"i (?:don't|dont|do not) (?:know|have) (?:any|many|a lot)"),
        "That can change. You could",
    ),
    _kind(r"^i hope\b", "I hope so, too! Is there anything"),
    _kind(
        r"^(?:yeah|yes|yep|no|nope|maybe|perhaps|ok|okay|sure|i see|right|i guess)\b"
        r"[\w ,]{0,12}[.!]*$",
        "I see. What would you like to talk",
        "All right. Is there",
    ),
)

NEWS: Sequence[Kind] = (
    _kind(
        _NO_NEWS + _TELLS + r"(?!.*[?:]).*!\s*$",
        "That's great! How do you feel about",
        "Wonderful! What was",
        "I'm happy for you! What",
    ),
    _kind(
        _NO_NEWS + _TELLS + r"(?!.*[?:])",
        "I see. How do you feel about",
        "Tell me more! What",
        "That's interesting. Why",
        "I'm listening. What",
    ),
)
"""What is told and of no other kind: SEL asks on."""

SMALL_TALK: Sequence[Kind] = (*PARTING, *GREETING, *WISHES, *SORROWS, *JOYS, *NODS, *NEWS)
"""In order: the first kind that fits is used."""


def opening(text: str, mood: str, before: Sequence[str] = ()) -> str:
    """How the reply to this message might begin; "" for all that is no small talk.

    `mood` is SEL's live mood in words ("calm and gentle"). Words with which one of the replies
    `before` began are not used again.
    """
    plain = text.strip()
    if len(plain) > LONGEST or "`" in plain or "\n" in plain:
        return ""
    kind = next((one for one in SMALL_TALK if fits(one.asked, plain)), None)
    words = [one.replace("{mood}", mood) for one in kind.words] if kind else []
    return next((one for one in words if not any(b.startswith(one) for b in before)), "")
