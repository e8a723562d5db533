"""The real `sel bridge`, with the starter model, in a process of its own against the double."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest
from double import Double

pytestmark = [pytest.mark.real, pytest.mark.long]

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "please tell me about kumquats and how to grow them"
STARTS_SECONDS = 60.0


async def sel(double: Double, home: Path, *arguments: str) -> Process:
    """`sel …` as a person starts it, with what the double needs in its environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SEL_")}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sel", *arguments),
        env={**kept, **double.environment, "SEL_HOME": str(home), "PYTHONPATH": str(ROOT)},
        cwd=home.parent,
        stdout=PIPE,
        stderr=PIPE,
    )


async def test_a_mention_in_a_streamed_reply_out_and_a_graceful_end(
    double: Double, home: Path
) -> None:
    guild = double.guild("Home", channels=("general",), people=("Ada",))
    general, ada = guild.channel("general"), guild.person("Ada")
    running = await sel(double, home, "bridge", "--json", "--log-level", "debug")
    try:
        await double.until(lambda: double.shards, STARTS_SECONDS)
        question = await double.say(general, ada, QUESTION, mention_sel=True)
        post = (await double.until(lambda: double.posts(general), STARTS_SECONDS))[0]
        assert post.reply_to == question.id
        await double.until(lambda: len(post.history) > 1, STARTS_SECONDS)
        assert post.text.startswith(post.history[0][1][:8])

        assert double.proxied  # the way was the proxy's
        assert not seen_by_others(running.pid, double.token)
        check = await sel(double, home, "bridge", "--check")
        said, _ = await check.communicate()
        assert (check.returncode, said.split()[1]) == (0, b"ready")
    finally:
        running.send_signal(signal.SIGTERM)
        out, err = await asyncio.wait_for(running.communicate(), 30.0)
    assert running.returncode == 0, err.decode()
    assert post.text == post.history[-1][1]
    events = [json.loads(line) for line in out.splitlines()]
    states = [one["state"] for one in events if one["type"] == "BridgeChanged"]
    assert states[0] == "connecting"
    assert states[-1] == "off"
    assert {"TurnStarted", "TurnFinished"} <= {one["type"] for one in events} or "cut" in post.text
    assert b"kumquat" not in out + err
    assert b"Ada" not in out + err
    assert await asyncio.to_thread(leaks, home, "kumquat", double.token) == []


def seen_by_others(pid: int, token: str) -> bool:
    """Whether `ps e` would show the token, of SEL or of a child of its."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    listed = children.read_text().split() if children.exists() else []
    places = [Path(f"/proc/{one}/environ") for one in (pid, *listed)]
    return any(token.encode() in place.read_bytes() for place in places if place.exists())


def leaks(home: Path, *secrets: str) -> list[Path]:
    """Files that hold one of these."""
    kept = [path for path in home.rglob("*") if path.is_file()]
    assert kept
    found = []
    for path in kept:
        content = path.read_bytes()
        if any(one.encode() in content for one in secrets):
            found.append(path)
    return found


async def test_a_token_nobody_knows_ends_it_with_a_sentence(double: Double, home: Path) -> None:
    right, double.token = double.token, "MTIz.abcdef.nobody-knows-it"
    running = await sel(double, home, "bridge", "--demo")
    out, err = await asyncio.wait_for(running.communicate(), STARTS_SECONDS)
    assert running.returncode == 3
    assert b"Discord does not know this token." in err
    assert b"nobody-knows-it" not in out + err
    assert b"Traceback" not in err
    double.token = right
