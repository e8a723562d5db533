"""SEL's tables in PostgreSQL: made at the first opening, by whoever comes first.

No column that holds words or names is looked at by ANALYZE: it would copy some of them into the
server's statistics, where no forgetting of ours finds them. Vectors stand under hashes only.
"""

from __future__ import annotations

from typing import Literal

from psycopg import sql

from sel.errors import StoreError
from sel.scale.postgres.session import Session, key_of

VERSION = 1
"""Of the tables' shape. A later SEL that changes it counts up and brings the older ones along."""

Kind = Literal["vector", "array"]
"""How vectors are kept: as pgvector's type, or as plain arrays where the server has none."""

DOCUMENTS = """
CREATE TABLE IF NOT EXISTS state (
    version integer NOT NULL, seq bigint NOT NULL, model text NOT NULL DEFAULT ''
);
INSERT INTO state (version, seq) SELECT 1, 0 WHERE NOT EXISTS (SELECT FROM state);
CREATE TABLE IF NOT EXISTS documents (
    name text NOT NULL, id bigint NOT NULL, body jsonb NOT NULL, PRIMARY KEY (name, id)
);
ALTER TABLE documents ALTER COLUMN body SET STATISTICS 0;
CREATE TABLE IF NOT EXISTS changes (
    seq bigint PRIMARY KEY, name text NOT NULL, id bigint NOT NULL, key bytea
);
"""
"""Documents as JSONB; `changes` has the number of each document that was written or removed."""

VECTORS = """
CREATE TABLE IF NOT EXISTS vectors (
    id bytea PRIMARY KEY, text bytea NOT NULL, person bigint NOT NULL, scope bigint NOT NULL,
    at double precision NOT NULL, usable boolean NOT NULL, odds real NOT NULL, worth real NOT NULL,
    v {type} NOT NULL
);
CREATE INDEX IF NOT EXISTS vectors_of_person ON vectors (person);
ALTER TABLE vectors ALTER COLUMN v SET STATISTICS 0;
ALTER TABLE vectors ALTER COLUMN v SET STORAGE {storage};
"""
"""By hashes of a memory's id, text, person and scope; `worth` as in `sel.memory.index.worth`."""

FAR = """
CREATE OR REPLACE FUNCTION far(a real[], b real[]) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
'SELECT 1 - sum(x::double precision * y) FROM unnest(a, b) AS both_of(x, y)'
"""
"""Cosine distance of unit vectors, where there is no pgvector."""


def make(session: Session) -> None:
    """See that the tables are there. Raises `StoreError`, also for those of a newer SEL."""
    if not session.rows("SELECT to_regclass('changes')")[0][0]:
        with session.transaction():
            session.do("SELECT pg_advisory_xact_lock(%s)", (key_of(f"make {session.schema}"),))
            _run(session, sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(_schema(session)))
            _run(session, sql.SQL(DOCUMENTS))
    found = session.rows("SELECT version FROM state")[0][0]
    if found > VERSION:
        raise StoreError(
            f"The shared memory was written by a newer SEL (format {found}; this one knows"
            f" {VERSION}).",
            hint="Nothing was changed. Update SEL, or use another database.",
        )


def make_vectors(session: Session, wanted: Kind | None = None) -> Kind:
    """See that there is a table of vectors; how it keeps them. Raises `StoreError`."""
    if there := _kind_of(session):
        return there
    with session.transaction():
        session.do("SELECT pg_advisory_xact_lock(%s)", (key_of(f"make {session.schema}"),))
        kind = _kind_of(session) or wanted or _possible(session)
        if kind == "array":
            session.do(FAR)
        names = ("vector", "PLAIN") if kind == "vector" else ("real[]", "PLAIN")
        made = sql.SQL(VECTORS).format(type=sql.SQL(names[0]), storage=sql.SQL(names[1]))
        _run(session, made)
    return kind


def _kind_of(session: Session) -> Kind | None:
    """What a table that is there already has."""
    found = session.rows(
        "SELECT atttypid::regtype::text FROM pg_attribute"
        " WHERE attrelid = to_regclass(%s) AND attname = 'v'",
        (f'"{session.schema}".vectors',),
    )
    if not found:
        return None
    return "array" if found[0][0] == "real[]" else "vector"


def _possible(session: Session) -> Kind:
    """pgvector where the server has it and lets us, plain arrays elsewhere."""
    if session.rows("SELECT 1 FROM pg_extension WHERE extname = 'vector'"):
        return "vector"
    if not session.rows("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'"):
        return "array"
    try:
        with session.transaction():
            session.do("CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public")
    except StoreError:  # only an owner of the database may
        return "array"
    return "vector"


def _schema(session: Session) -> sql.Identifier:
    return sql.Identifier(session.schema)


def _run(session: Session, statement: sql.Composable) -> None:
    session.do(statement.as_string(session.connection))
