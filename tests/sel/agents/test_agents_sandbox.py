"""One agent in a child: whatever it does is an answer or a sentence, and nothing stays behind."""

import asyncio
import contextlib
import os
from pathlib import Path

import pytest
from agents_stage import GREETER, HERE, module, put

from sel.agents import sandbox
from sel.agents.sandbox import Job, run
from sel.agents.told import Refusal
from sel.agents.types import AgentError, Json


async def ask(source: str, *, seconds: float = 20.0, **arguments: Json) -> Json:
    job = Job("test", "/somewhere/test.py", source, "run", arguments, HERE, seconds)
    return await run(job)


async def says(source: str, *, seconds: float = 20.0) -> str:
    with pytest.raises(AgentError) as told:
        await ask(source, seconds=seconds)
    return told.value.sentence()


def alive(mark: str) -> list[str]:
    """Processes whose command line or environment holds a mark."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and int(folder.name) != os.getpid():
            try:
                text = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
                state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
            except OSError:
                continue
            if mark.encode() in text and state != "Z":
                found.append(folder.name)
    return found


async def gone(mark: str) -> bool:
    """Whether no such process is left; one that was killed may take a moment to be gone."""
    for _ in range(200):
        if not alive(mark):
            return True
        await asyncio.sleep(0.05)
    return False


async def test_an_answer() -> None:
    assert await ask(GREETER, name="Bo") == "hello Bo from ada"


@pytest.mark.parametrize(
    "value", ["'text'", "3", "1.5", "None", "[1, {'a': [True]}]", "'ü\\ud800'"]
)
async def test_whatever_is_json_comes_back(value: str) -> None:
    assert await ask(module(f"return {value}")) == eval(value)  # noqa: S307 - our own literals


async def test_a_built_in_one_is_run_by_its_name() -> None:
    arguments = {"sum": "0.1 + 0.2"}
    job = Job("calculator", "sel.agents.builtin.calculator", None, "run", arguments)
    assert await run(job) == "0.1 + 0.2 = 0.3"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("return 1 / 0", "test failed in line 3: ZeroDivisionError."),
        ("return arguments['absent']", "test failed in line 3: KeyError."),
        ("raise ValueError('the secret word')", "test failed in line 3: ValueError."),
        ("raise SystemExit(0)", "test failed in line 3: SystemExit."),
        ("raise KeyboardInterrupt", "test failed in line 3: KeyboardInterrupt."),
        ("def f(): return f()\nreturn f()", "test failed in line 3: RecursionError."),
        ("import nowhere_at_all", "test failed in line 3: ModuleNotFoundError (nowhere_at_all)."),
        ("import os\nos._exit(0)", "test stopped without an answer."),
        ("import os\nos._exit(7)", "test stopped without an answer."),
        ("import os\nos.abort()", "test was killed by SIGABRT."),
        ("return object()", "test returned something that is not JSON."),
        ("return {1, 2}", "test returned something that is not JSON."),
        ("return b'bytes'", "test returned something that is not JSON."),
        ("return float('nan')", "test returned something that is not JSON."),
        ("a = []\na.append(a)\nreturn a", "test returned something that is not JSON."),
        ("return 'x' * 300_000", "test answered with more than 256 kB."),
        ("return 'x' * 10**11", "test needed more than 512 MB of memory and was stopped."),
        ("import os\nos.write(1, b'x' * 10)\nos._exit(0)", "test stopped without an answer."),
    ],
)
async def test_what_goes_wrong_is_a_sentence(body: str, sentence: str) -> None:
    assert await says(module(body)) == sentence


async def test_its_own_refusal_is_its_own_sentence() -> None:
    with pytest.raises(Refusal, match=r"^Not on Mondays\.$"):
        await ask(module("context.refuse('Not on Mondays.')"))


async def test_one_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", "/nowhere/sel-agents-left-behind")
    sentence = await says(module("import time\ntime.sleep(999)"), seconds=0.7)
    assert sentence == "test did not answer within 0.7 seconds and was stopped."
    assert await gone("sel-agents-left-behind")


async def test_one_that_hangs_and_hears_no_signal_is_stopped() -> None:
    body = (
        "import signal, time\nfor n in range(1, 60):\n    try: signal.signal(n, signal.SIG_IGN)\n"
    )
    body += "    except (OSError, ValueError): pass\nwhile True: time.sleep(9)"
    assert "was stopped" in await says(module(body), seconds=0.8)


async def test_one_that_spins_while_it_is_loaded_is_stopped() -> None:
    assert "was stopped" in await says("while True: pass", seconds=0.5)


async def test_a_gigabyte_of_print_is_cut_off() -> None:
    body = "for _ in range(1024): print('x' * 2**20)\nreturn 'done'"
    assert await says(module(body)) == "test printed more than 1024 kB and was stopped."


async def test_a_gigabyte_past_python_is_cut_off() -> None:
    body = "import os\nfor _ in range(1024): os.write(2, b'x' * 2**20)\nreturn 'done'"
    assert "printed more than" in await says(module(body))


async def test_a_little_print_does_no_harm() -> None:
    assert await ask(module("print('{\"done\": 0}')\nreturn 'well'")) == "well"


@pytest.mark.parametrize(
    "body",
    [
        "import os\nos.fork()",
        "import os\nos.system('true')",
        "import subprocess\nsubprocess.run(['true'])",
        "import os\nos.execv('/bin/true', ['true'])",
        "import os\nos.posix_spawn('/bin/true', ['true'], {})",
        "import os\nos.kill(os.getppid(), 0)",
        "import multiprocessing\nmultiprocessing.get_context('fork').Process().start()",
    ],
)
async def test_it_starts_and_ends_no_programs(body: str) -> None:
    assert "PermissionError" in await says(module(body))


async def test_what_it_forks_behind_pythons_back_goes_with_it(tmp_path: Path) -> None:
    mark = tmp_path.name
    body = "import ctypes, time\nlibc = ctypes.CDLL(None)\n"
    body += f"libc.setenv(b'MARK', {mark!r}.encode(), 1)\n"
    body += "if libc.fork() == 0:\n    libc.execl(b'/bin/sleep', b'sleep', b'987', None)\n"
    body += "time.sleep(0.2)\nreturn 'started'"
    with contextlib.suppress(AgentError):  # a system that lets it fork nothing at all is as good
        assert await ask(module(body)) == "started"
    assert await gone(mark)


async def test_it_ends_by_itself_when_nobody_is_left_to_stop_it() -> None:
    body = "import signal\nreturn signal.alarm(0)"
    assert 1 <= await ask(module(body), seconds=20) <= 22


async def test_it_sees_a_small_part_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEL_REMOTE_KEY", "hush")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    seen = await ask(module("import os\nreturn sorted(os.environ)"))
    assert "PATH" in seen
    assert set(seen) <= set(sandbox.INHERITED) | {"LC_CTYPE"}


async def test_it_is_told_what_it_needs() -> None:
    body = "return [context.person, context.now, context.zone, dict(context.settings)]"
    assert await ask(module(body)) == [HERE.person, HERE.now, HERE.zone, {}]


async def test_it_writes_no_large_file(tmp_path: Path) -> None:
    target = tmp_path / "large"
    body = (
        f"with open({str(target)!r}, 'wb') as file:\n    file.write(b'x' * 2**22)\n    file.flush()"
    )
    assert "OSError" in await says(module(body))
    assert target.stat().st_size <= sandbox.FILE


async def test_its_code_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = put(tmp_path, test=GREETER) / "test.py"
    await run(Job("test", str(path), GREETER, "run", {"name": "Bo"}, HERE))
    assert os.listdir(tmp_path) == ["test.py"]  # noqa: PTH208 - iterdir would be called a wait


async def test_a_syntax_error_has_its_line() -> None:
    assert await says("DESCRIPTION = 'x'\n\ndef run(:\n") == "test failed in line 3: SyntaxError."


async def test_a_child_that_cannot_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    assert await says(GREETER) == "test could not be started. No such file or directory."


@pytest.mark.parametrize("reply", ["[]", "{}", "nonsense", "[" * 100_000, '{"done"'])
async def test_a_forged_reply_is_no_answer(reply: str) -> None:
    """A module may find the line to the parent; what it writes there is still only data."""
    body = f"import os\nfor fd in range(3, 10):\n    try: os.write(fd, {reply!r}.encode())\n"
    body += "    except OSError: pass\nos._exit(0)"
    assert await says(module(body)) == "test stopped without an answer."
