"""A stand-in for Discord that an unmodified discord.py talks to: REST, gateway, CDN and voice.

It runs on loopback in the test's own event loop, over TLS with an authority of its own, under
Discord's real names. What it honours is written in `shared/discord.md`; what it is for: say what
people do, look at what SEL did.
"""

from double.double import Double
from double.interactions import Interaction, Response
from double.people import Channel, Guild, Person
from double.posts import File, Post
from double.rest import Write

__all__ = [
    "Channel",
    "Double",
    "File",
    "Guild",
    "Interaction",
    "Person",
    "Post",
    "Response",
    "Write",
]
