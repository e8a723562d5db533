"""Where keys work, in words: what screens and widgets are called. Pure."""

from __future__ import annotations

import re

TALK = "the conversation"
PLACES = {
    "MainScreen": TALK,
    "Prompt": TALK,
    "Shelf": "memory: the list",
    "Chart": "memory: the map",
    "Editor": "memory: correcting one",
    "Places": "channels",
    "FiguresScreen": "statistics and analytics",
    "AnswerButton": "a question",
    "AgentLine": "an agent's answer",
    "Gauge": "the panel",
    "Picker": "a message that is picked",
    "HomeScreen": "all conversations",
    "Talks": "lists of conversations",
    "FindScreen": "finding words in all conversations",
    "TreeScreen": "the tree of a conversation",
    "FindingScreen": "settings, keys and help",
    "WizardScreen": "the first steps",
    "StatsScreen": "statistics",
    "PersonaScreen": "personas",
    "ModelsFrame": "models",
    "HubScreen": "models from the hub",
    "Picks": "models: the list",
    "_Detail": "models: the details",
    "Heard": "a screen in words",
    "CatchScreen": "a new key",
    "WhyScreen": "why this reply",
}
"""Where some classes are, in words; others are called like their class."""


def words_for(name: str) -> str:
    """A class's place in words: "LogScreen" is "log"."""
    if name in PLACES:
        return PLACES[name]
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.removesuffix("Screen")).lower()
