"""The remote engine against a server that misbehaves on purpose."""

import asyncio
import contextlib
import dataclasses
import logging
import random

import pytest
from http_double import CHUNKED, OPENING, ended, event, plain, reply, said, serving

from sel.engine.remote.engine import RemoteEngine
from sel.engine.types import Done, Message, Piece, Reading, Request, StreamItem
from sel.errors import EngineCrashed, PromptTooLong, RemoteError
from sel.events import EngineView

ASK = Request(id="r", slot="desk", messages=(Message("user", "hi"),))
KEY = "sk-very-secret"


class Naps:
    """Sleeps that take no time and are remembered."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)
        await asyncio.sleep(0)


def engine(url: str, naps: Naps | None = None, **more: float) -> RemoteEngine:
    return RemoteEngine(
        url,
        KEY,
        "m",
        sleep=naps or Naps(),
        chance=random.Random(5),
        **more,  # type: ignore[arg-type]
    )


async def collect(remote: RemoteEngine, request: Request = ASK) -> tuple[str, list[StreamItem]]:
    items = [item async for item in remote.generate(request)]
    return "".join(item.text for item in items if isinstance(item, Piece)), items


async def test_a_reply() -> None:
    async with serving(reply("Hel", "lo", prompt_tokens=7, completion_tokens=2)) as server:
        remote = engine(server.url)
        text, items = await collect(remote)
        await remote.stop()
    assert text == "Hello"
    assert isinstance(items[0], Reading)
    assert [type(item) for item in items].count(Done) == 1
    done = items[-1]
    assert isinstance(done, Done)
    assert (done.prompt_tokens, done.made_tokens, done.stop_reason) == (7, 2, "end")
    assert f"Authorization: Bearer {KEY}".lower() in server.heads[0].lower()
    assert server.bodies[0]["messages"] == [{"role": "user", "content": "hi"}]


async def test_waking_finds_a_model() -> None:
    async with serving(reply("x")) as server:
        remote = RemoteEngine(server.url)
        seen: list[EngineView] = []
        remote.on_change(seen.append)
        await remote.start()
        assert [view.state for view in seen] == ["waking", "ready"]
        assert remote.view.model == "first"
        await collect(remote)
        await remote.stop()
    assert server.bodies[0]["model"] == "first"
    assert remote.view.state == "asleep"


async def test_a_server_without_a_list_needs_a_name() -> None:
    async with serving(reply("x"), models=plain(404)) as server:
        await engine(server.url).start()
        with pytest.raises(RemoteError, match="no such address"):
            await RemoteEngine(server.url).start()


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_passing_failures_are_waited_out(status: int) -> None:
    naps = Naps()
    busy = plain(status, Retry_After="3")
    async with serving(busy, busy, reply("ok")) as server:
        remote = engine(server.url, naps)
        seen: list[EngineView] = []
        remote.on_change(seen.append)
        assert (await collect(remote))[0] == "ok"
    assert naps.taken == [3.0, 3.0]
    assert [view.state for view in seen] == ["restarting", "restarting", "ready"][-len(seen) :]
    assert seen[-1].state == "ready"


async def test_after_five_tries_it_gives_up_and_rests() -> None:
    naps = Naps()
    async with serving(plain(500)) as server:
        remote = engine(server.url, naps)
        with pytest.raises(RemoteError, match="HTTP 500"):
            await collect(remote)
        assert len(server.bodies) == 5
        assert all(nap <= limit for nap, limit in zip(naps.taken, (1, 2, 4, 8), strict=True))
        with pytest.raises(RemoteError, match="left alone"):
            await collect(remote)
        assert len(server.bodies) == 5
        assert remote.view.state == "failed"


async def test_after_the_rest_a_probe_mends_it() -> None:
    now = [0.0]
    async with serving(*[plain(500)] * 5, reply("back")) as server:
        remote = RemoteEngine(server.url, "", "m", sleep=Naps(), clock=lambda: now[0])
        with pytest.raises(RemoteError):
            await collect(remote)
        now[0] = 31.0
        assert (await collect(remote))[0] == "back"
        assert remote.view.state == "ready"


async def test_nobody_listens() -> None:
    async with serving() as server:
        url = server.url
    naps = Naps()
    with pytest.raises(RemoteError) as caught:
        await engine(url, naps).start()
    assert "Is the server running?" in caught.value.hint
    assert len(naps.taken) == 4


@pytest.mark.parametrize(("status", "words"), [(401, "key"), (404, "model"), (403, "key")])
async def test_refusals_are_not_repeated(status: int, words: str) -> None:
    async with serving(plain(status)) as server:
        remote = engine(server.url)
        with pytest.raises(RemoteError) as caught:
            await collect(remote)
    assert words in caught.value.sentence()
    assert len(server.bodies) == 1


async def test_silence_is_not_waited_for_for_ever() -> None:
    async with serving([5.0]) as server:
        remote = engine(server.url, idle_seconds=0.05)
        with pytest.raises(RemoteError, match="in time"):
            await collect(remote)
        await remote.stop()


async def test_a_torn_stream_is_put_together() -> None:
    data = said("naïve 😀") + said(" ok") + ended()
    steps: list[bytes | float] = [OPENING]
    for at in range(0, len(data), 3):
        steps += [data[at : at + 3], 0.0]
    async with serving(steps) as server:
        assert (await collect(engine(server.url)))[0] == "naïve 😀 ok"


@pytest.mark.parametrize(
    "answer",
    [
        [OPENING, b"data: {broken\n\n"],
        plain(200, "<html>hello</html>"),
        [b"SSH-2.0-OpenSSH\r\n"],
    ],
)
async def test_what_is_no_chat_server(answer: list[bytes]) -> None:
    async with serving(answer) as server:
        with pytest.raises(RemoteError):
            await collect(engine(server.url))


async def test_a_cut_in_the_middle_can_be_resumed() -> None:
    cut = [CHUNKED, b"%x\r\n%s\r\n" % (len(said("Once ")), said("Once "))]
    async with serving(cut, reply("more")) as server:
        remote = engine(server.url)
        heard = []
        with pytest.raises(EngineCrashed):
            heard = [item async for item in remote.generate(ASK)]
        assert heard == []
        assert len(server.bodies) == 1
        text, _ = await collect(remote, dataclasses.replace(ASK, resume="Once "))
    assert text == "more"
    assert server.bodies[1]["messages"][-1] == {"role": "assistant", "content": "Once "}


async def test_a_stream_that_ends_without_an_end_is_a_cut() -> None:
    async with serving([OPENING, said("half")]) as server:
        with pytest.raises(EngineCrashed):
            await collect(engine(server.url))


async def test_a_cut_before_the_first_text_is_tried_again() -> None:
    role_only = [OPENING, event(choices=[{"delta": {"role": "assistant"}}])]
    async with serving(role_only, [], reply("ok")) as server:
        assert (await collect(engine(server.url)))[0] == "ok"
    assert len(server.bodies) == 3


async def test_an_answer_without_a_word_is_not_repeated() -> None:
    async with serving([OPENING]) as server:
        with pytest.raises(RemoteError, match="before its first word"):
            await collect(engine(server.url))
    assert len(server.bodies) == 1


async def test_an_error_inside_the_stream() -> None:
    failing = [OPENING, event(error={"code": 503, "message": "loading"})]
    async with serving(failing, reply("ok")) as server:
        assert (await collect(engine(server.url)))[0] == "ok"


async def test_unknown_fields_are_left_out_once_and_for_all() -> None:
    naps = Naps()
    async with serving(plain(422, '{"detail": "extra fields: top_k"}'), reply("a")) as server:
        remote = engine(server.url, naps)
        await collect(remote)
        await collect(remote)
    assert ["top_k" in body for body in server.bodies] == [True, False, False]
    assert naps.taken == []


async def test_late_system_messages_are_merged_once_and_for_all() -> None:
    talk = (
        Message("system", "p"),
        Message("user", "a"),
        Message("system", "m"),
        Message("user", "b"),
    )
    refusal = plain(500, '{"error": "System message must be at the beginning"}')
    async with serving(refusal, reply("a")) as server:
        remote = engine(server.url)
        for _ in range(2):
            await collect(remote, dataclasses.replace(ASK, messages=talk))
    counts = [[m["role"] for m in body["messages"]].count("system") for body in server.bodies]
    assert counts == [2, 1, 1]


async def test_a_prompt_too_long() -> None:
    async with serving(plain(400, "request exceeds the available context size")) as server:
        remote = engine(server.url)
        with pytest.raises(PromptTooLong):
            await collect(remote)
    assert remote.view.state != "failed"


async def test_closing_hangs_up() -> None:
    endless = [OPENING, *[step for _ in range(400) for step in (said("word "), 0.01)]]
    async with serving(endless) as server:
        remote = engine(server.url)
        stream = remote.generate(ASK)
        async for item in stream:
            if isinstance(item, Piece):
                break
        await stream.aclose()
        await asyncio.wait_for(server.hung_up.wait(), 30)
        await remote.stop()


@pytest.mark.parametrize("before", [[OPENING], [OPENING, said("word ")], [0.3, OPENING]])
async def test_cancelling_hangs_up_and_ends_the_stream(before: list[bytes | float]) -> None:
    slow = [*before, *[step for _ in range(400) for step in (0.01, b": still here\n\n")]]
    async with serving(slow) as server:
        remote = engine(server.url)
        asyncio.get_running_loop().call_later(0.8, remote.cancel, "r")
        _, items = await collect(remote)
        await asyncio.wait_for(server.hung_up.wait(), 30)
        remote.cancel("r")
        remote.forget("desk")
    done = items[-1]
    assert isinstance(done, Done)
    assert done.stop_reason == "cancelled"
    assert done.made_tokens == (before[1:] == [said("word ")])


async def test_cancelling_a_wait_between_tries() -> None:
    async with serving(plain(500)) as server:
        remote = RemoteEngine(server.url, "", "m", sleep=lambda _: asyncio.sleep(300))
        asyncio.get_running_loop().call_later(0.1, remote.cancel, "r")
        _, items = await asyncio.wait_for(collect(remote), 20)
    assert isinstance(items[-1], Done)


async def test_a_server_that_answers_anew_leaves_a_space() -> None:
    async with serving(reply("Hello"), reply("llo")) as server:
        remote = engine(server.url)
        assert (await collect(remote, dataclasses.replace(ASK, resume="I am.")))[0] == " Hello"
        assert (await collect(remote, dataclasses.replace(ASK, resume="He")))[0] == "llo"


async def test_an_end_that_never_comes_is_not_awaited() -> None:
    async with serving([OPENING, said("x"), ended(), 600.0]) as server:
        assert (await collect(engine(server.url)))[0] == "x"


async def test_counting_falls_back_to_a_guess() -> None:
    async with serving(reply("x")) as server:
        remote = engine(server.url)
        assert await remote.count(["", "1234567", "\ud800"]) == [0, 2, 1]
        assert len([head for head in server.heads if "tokenize" in head]) == 1


async def test_hostile_text_can_be_sent() -> None:
    async with serving(reply("x")) as server:
        await collect(
            engine(server.url), dataclasses.replace(ASK, messages=(Message("user", "a\0\ud800"),))
        )
    assert server.bodies[0]["messages"][0]["content"] == "a\0\ufffd"


async def test_the_key_is_told_to_nobody(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with serving(plain(401, KEY)) as server:
        remote = engine(server.url)
        with contextlib.suppress(RemoteError):
            await collect(remote)
        with pytest.raises(RemoteError) as caught:
            await collect(remote)
    error = caught.value
    told = [repr(remote), repr(vars(remote)), repr(error), error.sentence(), str(remote.view)]
    told += [record.getMessage() for record in caplog.records]
    assert error.__cause__ is None
    assert not any(KEY in text for text in told)
