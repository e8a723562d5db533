"""Whatever is asked wrongly, or cannot be done, gets its status and a sentence."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from metrics_stage import PERSON, SAID, TOKEN, Clock, app, bearer, get, histories, life, talking

from sel.cache.stats import KindStats, Stats
from sel.errors import SettingError, StoreError
from sel.metrics.app import application
from sel.metrics.guard import is_here
from sel.metrics.sources import Sources
from sel.metrics.token import same
from sel.observe.monitor import Monitor
from sel.observe.processes import ProcessView

CLEAR = "/metrics/cache/clear"


async def problem(path: str, status: int, **changed: object) -> str:
    """The sentence at a path."""
    seen = await get(path, status, **changed)
    assert list(seen) == ["error"]
    sentence = seen["error"]
    assert isinstance(sentence, str)
    assert sentence.endswith(".")
    assert "Traceback" not in sentence
    return sentence


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/metrics",
        "/metrics/",
        "/metrics/health/",
        "/metrics/performance/nothing",
        "/metrics/performance/%00",
        "/metrics/hormones/trends/elsewhere",
        "/metrics/hormones/trends/..%2fdesk",
        "/metrics/hormones/moods/desk",
        "/docs",
        "/redoc",
    ],
)
async def test_what_is_not_there(path: str) -> None:
    assert path not in await problem(path, 404)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/metrics/slow-operations?threshold_ms=nan", "threshold_ms"),
        ("/metrics/slow-operations?threshold_ms=-1", "threshold_ms"),
        ("/metrics/slow-operations?threshold_ms=inf", "threshold_ms"),
        (f"/metrics/slow-operations?threshold_ms={SAID}", "threshold_ms"),
        ("/metrics/hormones/trends/desk?days=0", "days"),
        ("/metrics/hormones/trends/desk?days=1e99", "days"),
        (f"/metrics/performance/{SAID * 40}", "subsystem"),
    ],
)
async def test_values_that_do_not_fit_are_named_and_not_repeated(path: str, name: str) -> None:
    sentence = await problem(path, 422)
    assert sentence.startswith(f"That does not fit: {name}: ")
    assert SAID not in sentence


async def test_parts_that_are_not_there() -> None:
    for path in ("/metrics/cache/llm", "/metrics/cache/agent", "/metrics/hormones/trends/desk"):
        await problem(path, 404, cache=None, agents_cache=None, histories=None)


async def test_methods_that_an_address_does_not_have() -> None:
    async with talking(app()) as client:
        for method, path in (("DELETE", "/metrics/health"), ("GET", f"{CLEAR}/llm")):
            answer = await client.request(method, path)
            assert answer.status_code == 405
            assert answer.json() == {"error": "This address does not do that."}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        bearer("wrong"),
        bearer(TOKEN[:-1]),
        bearer(TOKEN + "x"),
        {"authorization": "Bearer"},
        {"authorization": f"Basic {TOKEN}"},
        {"authorization": TOKEN},
        {"authorization": b"Bearer \xff\xfe"},
    ],
)
@pytest.mark.parametrize("path", [f"{CLEAR}/llm", f"{CLEAR}/agent/weather", f"{CLEAR}/agent/none"])
async def test_without_the_token_nothing_is_cleared(path: str, headers: dict[str, str]) -> None:
    async with talking(app()) as client:
        answer = await client.post(path, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert "token" in answer.json()["error"]
        assert (await client.get("/metrics/cache/llm")).json()["kinds"]["reply"]["entries"] == 1


@given(st.text(), st.text())
def test_only_the_same_token_is_the_same(given_one: str, right: str) -> None:
    encodable = [one.encode("utf-8", "replace").decode() for one in (given_one, right)]
    assert same(encodable[0], encodable[1]) == (encodable[0] == encodable[1])


async def test_an_agent_that_nobody_knows() -> None:
    async with talking(app()) as client:
        answer = await client.post(f"{CLEAR}/agent/{SAID}", headers=bearer())
    assert answer.status_code == 404
    assert SAID not in answer.text


async def test_what_cannot_be_done_now() -> None:
    class Stuck:
        def stats(self) -> Stats:
            return Stats({"weather": KindStats()})

        def clear(self, kind: str = "") -> int:
            raise StoreError("The disk is full.", where=f"/home/{PERSON}/cache")

    class Missing:
        def channels(self) -> list[str]:
            return ["desk"]

        def last(self, channel: str) -> None:
            return None

        def look(self, channel: str, analysis: str, days: float | None) -> None:
            raise SettingError("Looking needs SciPy.", where=f"/home/{PERSON}")

    told = await problem("/metrics/hormones/trends/desk", 409, histories=Missing())
    assert told == "Looking needs SciPy."
    async with talking(app(cache=Stuck(), agents_cache=Stuck())) as client:
        for path in (f"{CLEAR}/llm", f"{CLEAR}/agent/weather"):
            answer = await client.post(path, headers=bearer())
            assert answer.status_code == 409
            assert answer.json() == {"error": "The disk is full."}


async def test_a_mistake_of_our_own_is_a_sentence_too() -> None:
    def broken() -> ProcessView:
        raise ZeroDivisionError(SAID)

    sentence = await problem("/metrics/health", 500, processes=broken)
    assert sentence == "SEL made a mistake of its own; its log says where."


HERE = ["127.0.0.1", "127.0.0.1:9167", "localhost", "LOCALHOST:80", "[::1]:9167", "[::1]"]
ELSEWHERE = [
    "evil.example",
    "evil.example:9167",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "localhost@evil.example",
    "10.0.0.1",
    "0.0.0.0",  # noqa: S104
    "[::]",
    "[::1",
    "localhost:",
    "localhost:80:80",
    "localhost:x",
    "",
    "localhost\u00e9",
]


@pytest.mark.parametrize("host", HERE)
async def test_requests_that_name_this_machine(host: str) -> None:
    async with talking(app()) as client:
        assert (await client.get("/metrics/health", headers={"host": host})).status_code == 200


@pytest.mark.parametrize("path", ["/metrics/health", "/openapi.json", "/nowhere"])
@pytest.mark.parametrize("host", ELSEWHERE)
async def test_requests_that_name_another(host: str, path: str) -> None:
    async with talking(app()) as client:
        answer = await client.get(path, headers={b"host": host.encode()})
        assert answer.status_code == 421
        assert json.loads(answer.text)["error"].startswith("SEL answers to 127.0.0.1")
        twice = [("host", "localhost"), ("host", host.encode().decode("latin-1"))]
        request = client.build_request("GET", path)
        request.headers = type(request.headers)(
            [(a.encode(), b.encode("latin-1")) for a, b in twice]
        )
        assert (await client.send(request)).status_code == 421


@pytest.mark.parametrize(
    ("host", "here"),
    [("127.8.9.1", True), ("::1", True), ("192.0.2.1", False), ("::", False), ("sel.local", False)],
)
def test_what_is_this_machine(host: str, here: bool) -> None:
    assert is_here(host) == here


async def test_no_answer_holds_a_name_or_words() -> None:
    named = histories(**{f"with {PERSON}": life(), f"{PERSON} é": life()})
    async with talking(app(histories=named)) as client:
        document = (await client.get("/openapi.json")).json()
        for path in document["paths"]:
            for channel in ("desk", f"with {PERSON}"):
                answer = await client.get(path.replace("{channel_id}", channel))
                assert PERSON not in answer.text
                assert SAID not in answer.text


async def test_a_clock_that_jumps_breaks_no_answer() -> None:
    clock = Clock()
    monitor = Monitor(clock=clock)
    with monitor.turn("turn"), monitor.measure("engine", "read"):
        clock.now = -5.0
    async with talking(application(Sources(monitor=monitor), TOKEN)) as client:
        seen = (await client.get("/metrics/performance")).json()
        assert seen["refused"] >= 1
        assert seen["breakdown"]["total"] == 0
        assert (await client.get("/metrics/prometheus")).status_code == 200
