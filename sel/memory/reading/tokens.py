"""Words of a sentence in a plain form: small letters, no contractions, few misspellings.

"Im" becomes "i am", "don't" "do not", "favorite" "favourite"; each word knows its place in the
text, so that what was read can be shown in the person's own spelling.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(r"\w+(?:[-'’.]\w+)*|[^\w\s]")

_SHORT = {
    "m": "am",
    "re": "are",
    "ve": "have",
    "ll": "will",
    "d": "would",
}
_BARE = """
im=i am|ive=i have|i'd=i would|ima=i will|id=i would|dont=do not|doesnt=does not|didnt=did not
cant=can not|cannot=can not|can't=can not|won't=will not|wont=will not|isnt=is not|arent=are not
wasnt=was not|havent=have not|hasnt=has not|couldnt=could not|wouldnt=would not|ain't=am not
gonna=going to|wanna=want to|gotta=got to|weve=we have|shes=she is|hes=he is|theyre=they are
whats=what is|thats=that is|names=name 's|fave=favourite|fav=favourite|favorite=favourite
favourites=favourite|favorites=favourite|color=colour|mom=mum|mam=mum|mommy=mum|mummy=mum
moms=mum 's|mums=mum 's|sisters=sisters|neighbor=neighbour|neighbors=neighbours|theater=theatre
alergic=allergic|allergik=allergic|allegic=allergic|vegitarian=vegetarian|vegeterian=vegetarian
vegaterian=vegetarian|birtday=birthday|brithday=birthday|bday=birthday|b-day=birthday
freind=friend|neice=niece|collegue=colleague|colleage=colleague|favorit=favourite
favroite=favourite|remeber=remember|rember=remember|rememeber=remember|remmeber=remember
forgett=forget|foget=forget|beleive=believe|hospitol=hospital|diabetis=diabetes
diagnosd=diagnosed|engeneer=engineer|enginer=engineer|teh=the|thier=their|u=you|ur=your
pls=please|plz=please|plase=please|gf=girlfriend|bf=boyfriend|bff=best friend|bestie=best friend
dr=doctor|yrs=years|yr=year|yo=years old|hubby=husband|missus=wife|sis=sister|bro=brother
wifey=wife|kiddo=child|kiddos=kids|granma=grandma|bc=because|cuz=because|coz=because|cus=because|bcs=because|abt=about
tho=though|rn=right now|grandad=granddad|doggo=dog
kitty=cat|kitties=cats|pup=puppy|uni=university|luv=love|rly=really|fiancee=fiancé|fiancée=fiancé
fiance=fiancé|movie=film|movies=films|soccer=football|1st=first|practice=practise
practicing=practising|organize=organise|realy=really|moveing=moving|liveing=living|wokr=work
wrok=work|studing=studying|studyng=studying|marrid=married|pregnent=pregnant|allways=always
"""
_FORMS: dict[str, tuple[str, ...]] = {
    short: tuple(full.split())
    for short, _, full in (pair.partition("=") for pair in _BARE.replace("\n", "|").split("|"))
    if short
}


class Token(NamedTuple):
    """One plain word (or mark) and where its spelling stands in the text: [start, end)."""

    word: str
    start: int
    end: int


def tokens_of(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The plain words of text[start:end]."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        found.extend(Token(word, *match.span()) for word in _plain(match.group()))
    return found


def _plain(spelling: str) -> tuple[str, ...]:
    word = spelling.lower().replace("’", "'")
    if whole := _FORMS.get(word):
        return whole
    stem, mark, short = word.rpartition("'")
    if not mark:
        return (word,)
    if short == "t" and stem.endswith("n"):
        return (stem[:-1], "not")
    if short == "s":
        return (*_FORMS.get(stem, (stem,)), "'s")
    if short in _SHORT:
        return (*_FORMS.get(stem, (stem,)), _SHORT[short])
    return (word,)


def joined(tokens: list[Token], start: int = 0) -> str:
    """The plain words from `start` on, with single spaces between."""
    return " ".join(token.word for token in tokens[start:])
