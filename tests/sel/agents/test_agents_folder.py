"""A person's own modules: described once, again when changed, and named when broken."""

import os
from pathlib import Path

import pytest
from agents_stage import GREETER, HERE, module, opened, put

from sel.agents import catalogue, sandbox
from sel.agents.catalogue import Folder, built_in


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The actions children were started for."""
    seen: list[str] = []
    real = sandbox.run

    async def counted(job: sandbox.Job) -> object:
        seen.append(f"{job.action} {job.name}")
        return await real(job)

    monkeypatch.setattr(sandbox, "run", counted)
    return seen


async def looked(folder: Path) -> Folder:
    found = Folder(folder)
    await found.refresh()
    return found


async def test_without_a_folder_there_are_no_modules(tmp_path: Path) -> None:
    folder = await looked(tmp_path / "none")
    assert folder.modules == {}
    assert folder.problems == []


async def test_a_module_is_described(tmp_path: Path) -> None:
    folder = await looked(put(tmp_path, greet=GREETER))
    agent = folder.modules["greet"].agent
    assert agent.description == "says hello"
    assert agent.triggers == ("say hello to {name}", "greet me")
    assert (agent.source, agent.lasting, agent.timeout) == ("own", 300.0, 5.0)
    assert not agent.trusted


async def test_it_is_described_once(tmp_path: Path, jobs: list[str]) -> None:
    folder = await looked(put(tmp_path, greet=GREETER))
    os.utime(tmp_path / "greet.py", (1, 1))
    await folder.refresh()
    await folder.refresh()
    assert jobs == ["describe greet.py"]


async def test_it_is_described_again_when_it_changes(tmp_path: Path, jobs: list[str]) -> None:
    folder = await looked(put(tmp_path, greet=GREETER))
    before = (tmp_path / "greet.py").stat()
    put(tmp_path, greet=GREETER.replace("hello", "HELLO"))
    os.utime(tmp_path / "greet.py", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (tmp_path / "greet.py").stat().st_size == before.st_size
    await folder.refresh()
    assert jobs == ["describe greet.py"] * 2
    assert folder.modules["greet"].agent.description == "says HELLO"


async def test_what_is_gone_is_gone_and_what_is_new_is_there(tmp_path: Path) -> None:
    folder = await looked(put(tmp_path, one=GREETER))
    (tmp_path / "one.py").unlink()
    put(tmp_path, two=GREETER)
    await folder.refresh()
    assert list(folder.modules) == ["two"]


BROKEN = {
    "exits": ("import os\nos._exit(3)", "exits.py stopped without an answer."),
    "raises": ("1 / 0", "raises.py failed in line 1: ZeroDivisionError."),
    "torn": ("def run(:", "torn.py failed in line 1: SyntaxError."),
    "mute": ("def run(a, c): pass", "mute.py failed"),
    "blank": (module("pass", head="DESCRIPTION = ' '"), "blank.py: DESCRIPTION is not a text."),
    "idle": ("DESCRIPTION = 'x'", "idle.py: there is no function `run`."),
    "kind": (module("pass", head="DESCRIPTION = 'x'; KIND = 'ever'"), "kind.py: KIND is none of"),
    "slow": (module("pass", head="DESCRIPTION = 'x'; TIMEOUT = 1e9"), "slow.py: TIMEOUT is not"),
    "nan": (module("pass", head="DESCRIPTION = 'x'; TIMEOUT = True"), "nan.py: TIMEOUT is not"),
    "shape": (
        module("pass", head="DESCRIPTION = 'x'; ARGUMENTS = {'properties': {'a': {}}}"),
        "shape.py: `a` has no type SEL knows",
    ),
    "trigger": (
        module("pass", head="DESCRIPTION = 'x'; TRIGGERS = [1]"),
        "trigger.py: TRIGGERS are not texts",
    ),
    "odd": (module("pass", head="DESCRIPTION = object()"), "odd.py returned something"),
}


async def test_the_broken_ones_are_named_and_the_others_go_on(tmp_path: Path) -> None:
    sources = {name: source for name, (source, _) in BROKEN.items()}
    agents = await opened(put(tmp_path, good=GREETER, **sources))
    assert (await agents.run("good", {}, HERE)).text == "hello you from ada"
    assert set(agents.known) == {*built_in(), "good"}
    problems = dict(zip(sorted(BROKEN), agents.problems, strict=True))
    for name, (_, begins) in BROKEN.items():
        assert problems[name].startswith(begins), problems[name]


async def test_files_that_cannot_be_modules_are_named(tmp_path: Path) -> None:
    put(tmp_path, **{"Not-A-Name": GREETER, "_hidden": "1 / 0"})
    (tmp_path / "binary.py").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "folder.py").mkdir()
    (tmp_path / "large.py").write_text("#" * (catalogue.LARGEST + 1))
    (tmp_path / "gone.py").symlink_to(tmp_path / "nowhere")
    open_to_all = tmp_path / "shared.py"
    open_to_all.write_text(GREETER)
    open_to_all.chmod(0o666)
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "readme.txt").write_text("not a module")
    folder = await looked(tmp_path)
    assert folder.modules == {}
    assert folder.problems == [
        "Not-A-Name.py: an agent's name is small letters, digits and _.",
        "binary.py: this is not UTF-8.",
        "folder.py: this is no file.",
        "gone.py: this cannot be read: No such file or directory.",
        "large.py: this is larger than 256 kB.",
        "pipe.py: this is no file.",
        "shared.py: anybody may write to this file, so SEL does not run it.",
    ]


async def test_a_folder_that_is_a_file_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "agents"
    path.write_text("")
    assert (await looked(path)).problems == [
        "The folder of agents cannot be read: Not a directory."
    ]


async def test_only_so_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "MOST_MODULES", 2)
    folder = await looked(put(tmp_path, a=GREETER, b=GREETER, c=GREETER))
    assert list(folder.modules) == ["a", "b"]
    assert folder.problems == ["Only the first 2 agents in the folder are used."]


async def test_mending_a_module_takes_its_problem_away(tmp_path: Path) -> None:
    folder = await looked(put(tmp_path, greet="1 / 0"))
    assert len(folder.problems) == 1
    put(tmp_path, greet=GREETER)
    await folder.refresh()
    assert folder.problems == []
    assert list(folder.modules) == ["greet"]


async def test_what_runs_is_what_was_described(tmp_path: Path) -> None:
    """A file that changed since is run as it was until the folder is looked at again."""
    agents = await opened(put(tmp_path, greet=GREETER))
    put(tmp_path, greet="1 / 0")
    assert (await agents.run("greet", {}, HERE)).ok
    await agents.refresh()
    assert not (await agents.run("greet", {}, HERE)).ok


async def test_it_may_stand_in_the_place_of_a_built_in_one(tmp_path: Path) -> None:
    agents = await opened(put(tmp_path, dice=GREETER))
    assert agents.known["dice"].source == "own"
    assert (await agents.run("dice", {}, HERE)).text == "hello you from ada"
