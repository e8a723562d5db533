"""The ASGI application: addresses, who may do what, and every refusal as one JSON sentence.

No address answers with a person's words, a name or a traceback. It reads no clock but its uptime.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException as AnyHTTPException

from sel.metrics import token
from sel.metrics.answers import Problem
from sel.metrics.endpoints import Endpoints
from sel.metrics.guard import Application, OnlyHere
from sel.metrics.sources import ANALYSES, Sources

log = logging.getLogger(__name__)

Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))]
Answers = dict[int | str, dict[str, Any]]

_PROBLEMS: Answers = {
    404: {"model": Problem, "description": "There is no such thing here."},
    409: {"model": Problem, "description": "It cannot be done here, or not now."},
    422: {"model": Problem, "description": "A value that does not fit."},
    401: {"model": Problem, "description": "The token is missing or wrong."},
}

_SENTENCES = {
    404: "There is nothing at this address.",
    405: "This address does not do that.",
}


def application(sources: Sources, secret: str) -> Application:
    """The whole API over these sources; `secret` is the token that POSTs need."""
    began = time.monotonic()
    app = FastAPI(
        title="SEL",
        summary="What SEL measures of itself. Figures only: never a word of a conversation.",
        version=sources.version or "0",
        docs_url=None,  # their pages load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
    )
    for kind, handler in _HANDLERS:
        app.add_exception_handler(kind, handler)
    endpoints = Endpoints(sources, lambda: time.monotonic() - began)
    _add_gets(app, endpoints)
    _add_hormones(app, endpoints)
    _add_posts(app, endpoints, secret)
    return OnlyHere(app)


def _add_gets(app: FastAPI, endpoints: Endpoints) -> None:
    for path, answer, problems in (
        ("/metrics/health", endpoints.health, ()),
        ("/metrics/performance", endpoints.performance, ()),
        ("/metrics/performance/{subsystem}", endpoints.subsystem, (404, 422)),
        ("/metrics/slow-operations", endpoints.slow, (422,)),
        ("/metrics/cache/llm", endpoints.llm_cache, (404,)),
        ("/metrics/cache/agent", endpoints.agent_cache, (404,)),
    ):
        app.get(path, responses=_told(*problems))(answer)
    app.get("/metrics/prometheus", response_class=PlainTextResponse)(endpoints.prometheus)


def _add_hormones(app: FastAPI, endpoints: Endpoints) -> None:
    for name in ANALYSES:
        app.get(
            f"/metrics/hormones/{name}/{{channel_id}}",
            responses=_told(404, 409, 422),
            name=name,
            summary=f"The {name} of one channel's hormones; `days` to look back",
        )(endpoints.hormones(name))


def _add_posts(app: FastAPI, endpoints: Endpoints, secret: str) -> None:
    async def known(given: Credentials) -> None:
        if given is None or not token.same(given.credentials, secret):
            raise HTTPException(
                401,
                "This needs the token that `sel serve` keeps in its state folder.",
                {"www-authenticate": "Bearer"},
            )

    for path, answer, problems in (
        ("/metrics/cache/clear/llm", endpoints.clear_llm, (401, 404, 409)),
        ("/metrics/cache/clear/agent/{name}", endpoints.clear_agent, (401, 404, 409, 422)),
    ):
        app.post(path, responses=_told(*problems), dependencies=[Depends(known)])(answer)


def _told(*statuses: int) -> Answers:
    return {status: _PROBLEMS[status] for status in statuses}


async def _refused(_: Request, error: Exception) -> JSONResponse:
    """A refusal of ours, or of the router's, whose words are other people's English."""
    if not isinstance(error, AnyHTTPException):
        raise error
    ours = isinstance(error, HTTPException)
    sentence = error.detail if ours else _SENTENCES.get(error.status_code)
    return _problem(error.status_code, sentence, error.headers)


async def _misfit(_: Request, error: Exception) -> JSONResponse:
    """A value that does not fit, by its name; the value itself is not repeated."""
    if not isinstance(error, RequestValidationError):
        raise error
    reasons = [f"{one['loc'][-1]}: {one['msg']}" for one in error.errors()]
    return _problem(422, f"That does not fit: {'; '.join(reasons)}.")


async def _mistake(_: Request, error: Exception) -> JSONResponse:
    """A mistake of SEL's own: the log says where."""
    log.error("the metrics failed", exc_info=error)
    return _problem(500, "SEL made a mistake of its own; its log says where.")


def _problem(status: int, sentence: str | None, headers: Any = None) -> JSONResponse:
    text = sentence or f"{HTTPStatus(status).phrase}."
    return JSONResponse({"error": text}, status_code=status, headers=headers)


Handler = Callable[[Request, Exception], Awaitable[JSONResponse]]

_HANDLERS: tuple[tuple[type[Exception], Handler], ...] = (
    (AnyHTTPException, _refused),
    (RequestValidationError, _misfit),
    (Exception, _mistake),
)
