"""The stretch of time a person names: "yesterday", "last month", "in May"."""

from __future__ import annotations


def period_in(text: str, now: float, zone: str) -> tuple[float, float] | None:
    """The past period `text` names as (start, end), end excluded, in Unix seconds.

    `now` is Unix seconds, `zone` an IANA name ("Europe/Lisbon"); days are local days there, and an
    unknown zone counts as UTC. None where no period is named.
    """
    return None
