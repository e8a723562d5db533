"""Sets of small words that say what kind of sentence a message is, whatever it feels like."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PERSON = _words("i i'm i've i'd i'll me my mine myself we we're we've our us")
"""The person speaks of themselves."""

SEL = _words("you your you're yours you've yourself sel")

OTHERS = _words("he she they his her him their them he's she's they're")

ASKING = _words("what why how who where which whose when what's who's where's")
"""A message that begins so asks, with or without its mark."""

OPENING_QUESTION = ASKING | _words(
    "is are do does did can could will would should has have was were"
)

ORDERS = _words(
    """
    add build calculate change check compare compute convert count create define delete describe
    draw explain find fix generate get give help install let let's list look make name open play
    please print put read recommend remember remind remove rename repeat run say search send set
    show sort start stop suggest summarise summarize tell test translate turn update use write
    """
)
"""Verbs with which an order begins."""

TECHNICAL = _words(
    """
    api array bash boolean branch browser byte cache class cli code column commit compiler config
    container css csv database deploy docker error exception file flag float folder function git
    html http https index int integer java javascript json kernel key library linux list log loop
    merge method module mysql null object package parameter parse path php pip port process python
    query regex repo returns rust script server shell sql stack string syntax table terminal test
    thread type unicode url variable vim xml yaml
    """
)
