"""A group of memories made into one. Pure, but for a model that may phrase it."""

from __future__ import annotations

from collections.abc import Sequence

from sel.memory.enrich.choosing import extract
from sel.memory.enrich.gathering import Group
from sel.memory.enrich.tone import feeling, topics
from sel.memory.enrich.writing import Write, written
from sel.memory.reading.secrets import secret_in
from sel.memory.types import Memory, Source


def summary_of(
    group: Group, members: Sequence[Memory], *, write: Write | None = None, parameters: float = 0.0
) -> Memory | None:
    """The summary or merged fact of a group, `members` being its memories, oldest first.

    Its quote is always in the person's own words. It is hard, for it goes with what it was made
    from. None where the sentences side by side look like a secret.
    """
    chosen = extract(members, whole=group.sort == "thing")
    text = written(write, parameters, chosen, " ".join(one.text for one in members))
    if secret_in(chosen) or secret_in(text):
        return None
    felt = feeling(members)
    at = members[-1].at
    return Memory(
        id=group.id,
        person=group.person,
        scope=group.scope,
        text=text,
        kind="summary",
        source=Source(quote=chosen, channel=group.channel, at=at),
        at=at,
        seen_at=at,
        tags=tuple(dict.fromkeys((*filter(None, [group.about.casefold()]), *topics(members)))),
        hard=True,
        importance=round(sum(one.importance for one in members) / len(members), 4),
        mood=felt.mood,
        valence=felt.valence,
        arousal=felt.arousal,
        made_from=tuple(one.id for one in members),
    )
