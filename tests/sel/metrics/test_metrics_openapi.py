"""Schemathesis over the document: whatever is asked, the answer is none of 500 and is as told."""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from living_stage import CALM, living
from metrics_stage import TOKEN, agents_cache, bearer, histories, sources
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from sel.cli.serving import Serving
from sel.cli.serving import sources as sources_of
from sel.metrics.app import application
from sel.metrics.token import token

HERE = "http://127.0.0.1"


def operations(schema: Any) -> list[Any]:
    """All that a document tells of."""
    return [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]


OPERATIONS = operations(
    schemathesis.openapi.from_asgi(
        "/openapi.json", application(sources(), TOKEN), headers={"host": "127.0.0.1"}
    )
)
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]

some = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


KNOWN = {"channel_id": "desk", "subsystem": "engine", "name": "weather"}

WAYS: dict[str, dict[str, Any]] = {
    "known": {},
    "any": {},
    "wrong": {"generation_mode": GenerationMode.NEGATIVE},
}
"""How addresses are filled in: with what there is, with any text, with what does not fit."""


def asked(every: Iterable[Any]) -> Iterator[Any]:
    """Every operation, in the ways that make a difference to it."""
    for one in every:
        for way in WAYS if one.path_parameters or one.query else ("any",):
            yield pytest.param(one, way, id=f"{one.label} {way}")


def ask(operation: Any, way: str, where: str, token: str) -> None:
    """Some requests of one operation."""
    names = {one.name for one in operation.path_parameters}
    options = dict(WAYS[way])
    if way == "known":
        options["path_parameters"] = {name: KNOWN[name] for name in names}

    patience: dict[str, Any] = (
        {} if where == HERE else {"timeout": 100}
    )  # over a wire it is 10 s else

    @some
    @given(operation.as_strategy(**options))
    def ask_one(case: Case[Any]) -> None:
        case.call_and_validate(base_url=where, headers=bearer(token), checks=CHECKS, **patience)

    ask_one()


@pytest.mark.parametrize(("operation", "way"), asked(OPERATIONS))
def test_no_request_breaks_it(operation: Any, way: str) -> None:
    ask(operation, way, HERE, TOKEN)


async def test_no_request_breaks_a_living_brain() -> None:
    """Everything is asked while it talks; its answers and its cache go on being its own."""

    def ask_all(where: str, secret: str) -> int:
        schema = schemathesis.openapi.from_url(f"{where}/openapi.json")
        living_ones = operations(schema)
        for one in asked(living_ones):
            operation, way = one.values
            ask(operation, way, where, secret)
        return len(living_ones)

    async with living(CALM) as sel:
        serving = Serving(
            lambda: replace(
                sources_of(sel.brain.observer, histories=histories()), agents_cache=agents_cache()
            ),
            sel.paths,
        )
        where = await serving.serve(0)
        try:
            await sel.talk(1)
            asking = asyncio.ensure_future(asyncio.to_thread(ask_all, where, token(sel.paths)))
            turns = await sel.talk_until(asking)
            assert await asking == len(OPERATIONS)
            assert sel.brain.observer.figures.counts.replies.total() == turns + 1
        finally:
            await serving.stop()


def test_every_operation_is_asked() -> None:
    assert len(OPERATIONS) == 14
