"""Getting forgotten words out of PostgreSQL's files.

A row that was removed or changed stays in its table's file till the file is written anew, and in
the server's log of changes (WAL) till that part of it is thrown away. So:

- VACUUM FULL writes the table and its indexes into new files without such rows. It keeps those that
  a transaction elsewhere may still see (a backup that is running); then it is done again.
- A new part of the log is begun and a checkpoint made, after which the server removes the old
  parts. A role may have no right to that; then the server does so in its own time
  (`checkpoint_timeout`, five minutes as it ships). With `wal_recycle = on`, as it ships, old parts
  are used again under new names and hold old bytes till they are overwritten.
"""

from __future__ import annotations

import logging
import re
import time
from typing import TYPE_CHECKING

from sel.errors import StoreError
from sel.scale.postgres.session import Session

if TYPE_CHECKING:
    from psycopg.errors import Diagnostic

log = logging.getLogger(__name__)

TRIES = 20
PAUSE = 0.1
"""Seconds between two tries: other processes' statements are over in far less."""


def rewrite(session: Session, table: str) -> None:
    """Write a table's files anew without what was removed. Raises `StoreError` where somebody's
    long transaction keeps it from that."""
    for _ in range(TRIES):
        if not _kept_dead(session, table):
            drop_log(session)
            return
        time.sleep(PAUSE)
    raise StoreError(
        "The database still shows removed rows to a long transaction (a backup?).",
        hint="What was to be forgotten is forgotten, and its file is rewritten later.",
    )


def drop_log(session: Session) -> None:
    """Have the server throw away its log of changes up to now, where we may."""
    try:
        session.do("SELECT pg_switch_wal()")
        session.do("CHECKPOINT")
    except StoreError:  # said in docs/scale.md: the server does it in its own time
        log.info("the server drops its log in its own time")


def _kept_dead(session: Session, table: str) -> int:
    """Rewrite; how many removed rows had to be kept."""
    told: list[int] = []

    def listen(said: Diagnostic) -> None:
        if found := re.search(r"\d+", said.message_detail or ""):
            told.append(int(found[0]))

    session.connection.add_notice_handler(listen)
    try:
        session.do(f"VACUUM (FULL, VERBOSE) {table}")  # a name of ours
    finally:
        session.connection.remove_notice_handler(listen)
    return max(told, default=0)
