"""The same evening on Discord: three servers, two direct messages, one long question."""

from __future__ import annotations

from sel.bridge_events import BridgeView, PlaceView
from sel.events import ChannelView, MessageView
from tui.scene import NOON

GENERAL, WORKSHOP, HELP, BOOKS, STAFF, ADA, BEN = (f"discord:{100 + n}" for n in range(7))

PLACES = (
    PlaceView(channel=GENERAL, name="general", guild="Lighthouse", waiting=2, at=NOON - 4),
    PlaceView(channel=ADA, name="Ada", at=NOON - 50),
    PlaceView(
        channel=HELP, name="help", guild="Open Telescope", paused=True, waiting=3, at=NOON - 130
    ),
    PlaceView(channel=WORKSHOP, name="workshop", guild="Lighthouse", policy="allow", at=NOON - 620),
    PlaceView(channel=BOOKS, name="books", guild="Reading Room", policy="quiet", at=NOON - 5_400),
    PlaceView(channel=BEN, name="Ben", at=NOON - 9_000),
    PlaceView(channel=STAFF, name="staff", guild="Open Telescope", policy="deny", at=NOON - 90_000),
)

BRIDGE = BridgeView(state="ready", name="SEL", guilds=3, shards=1, latency=0.042, places=PLACES)


def _said(turn: str, person: str, text: str, ago: float) -> MessageView:
    return MessageView(
        role="person", person=person, name=person, text=text, at=NOON - ago, turn_id=turn
    )


def _sel(turn: str, text: str, ago: float) -> MessageView:
    return MessageView(role="sel", text=text, at=NOON - ago, turn_id=turn)


HALL = (
    _said("h0", "Ada", "SEL, what makes a good name for a small robot?", 640),
    _sel(
        "h0",
        "One that is easy to call across a room. Two syllables, an open vowel at the end: "
        "*Mika*, *Otto*, *Juno*.",
        632,
    ),
    _said("h1", "Ben", "Juno! but is it taken? there is a spacecraft", 410),
    _said("h1", "Chiara", "and a goddess", 404),
    _sel(
        "h1",
        "Ben, Chiara: both, and neither will mind. A name is not used up by those who had it "
        "before.",
        398,
    ),
    _said("h2", "Ada", "SEL, can you write down what we need for it?", 24),
)

GROWING = MessageView(
    role="sel",
    text="Gladly. For a robot as small as that:\n\n- two motors, and a wheel that only follows;\n"
    "- a battery that you can",
    at=NOON - 20,
    turn_id="h2",
    state="streaming",
)

CHANNELS: dict[str, ChannelView] = {
    GENERAL: ChannelView(messages=(*HALL, GROWING), answering=True, mood="glowy"),
    WORKSHOP: ChannelView(
        messages=(
            _said("w0", "Dede", "the left motor hums and does not turn", 660),
            _sel("w0", "Then it has power, and cannot move: look for what it rubs against.", 652),
        ),
        mood="focused",
    ),
    HELP: ChannelView(
        messages=(
            _said("q0", "Enno", "SEL, which mount do I need for a 6 inch mirror?", 330),
            _sel("q0", "A Dobsonian one is the kindest to begin with: it turns and tilts.", 322),
        ),
        mood="steady",
    ),
    BOOKS: ChannelView(mood="calm"),
    STAFF: ChannelView(mood="calm"),
    ADA: ChannelView(
        messages=(
            _said("a0", "Ada", "was I too short with Ben?", 64),
            _sel("a0", "No. You were in a hurry, and he knows it. A word tomorrow is enough.", 52),
        ),
        mood="bonded",
    ),
    BEN: ChannelView(
        messages=(
            _said("b0", "Ben", "good night SEL", 9_010),
            _sel("b0", "Good night, Ben.", 9_002),
        ),
        mood="drowsy",
    ),
}
