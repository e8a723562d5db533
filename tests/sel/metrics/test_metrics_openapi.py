"""Schemathesis over the document: whatever is asked, the answer is none of 500 and is as told."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from metrics_stage import TOKEN, bearer, sources
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from sel.metrics.app import application

HERE = "http://127.0.0.1"

SCHEMA = schemathesis.openapi.from_asgi(
    "/openapi.json", application(sources(), TOKEN), headers={"host": "127.0.0.1"}
)
OPERATIONS: list[Any] = [
    found.ok() for found in SCHEMA.get_all_operations() if isinstance(found, Ok)
]
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


def asked() -> Iterator[Any]:
    """Every operation, in the ways that make a difference to it."""
    for one in OPERATIONS:
        for way in WAYS if one.path_parameters or one.query else ("any",):
            yield pytest.param(one, way, id=f"{one.label} {way}")


@pytest.mark.parametrize(("operation", "way"), asked())
def test_no_request_breaks_it(operation: Any, way: str) -> None:
    names = {one.name for one in operation.path_parameters}
    options = dict(WAYS[way])
    if way == "known":
        options["path_parameters"] = {name: KNOWN[name] for name in names}

    @some
    @given(operation.as_strategy(**options))
    def ask(case: Case[Any]) -> None:
        case.call_and_validate(base_url=HERE, headers=bearer(), checks=CHECKS)

    ask()


def test_every_operation_is_asked() -> None:
    assert len(OPERATIONS) == 14
