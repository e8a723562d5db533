"""All agents behind one door: answers, what is kept of them, and sentences for the rest."""

import asyncio
from pathlib import Path

import pytest
from agents_stage import GREETER, HERE, Kept, Pad, module, opened, put

from sel.agents.agents import LONGEST
from sel.agents.setup import Setup
from sel.agents.told import Context
from sel.agents.types import LASTING


async def test_a_built_in_one(tmp_path: Path) -> None:
    agents = await opened(tmp_path)
    answer = await agents.run("calculator", {"sum": "0.1 + 0.2"}, HERE)
    assert (answer.agent, answer.text, answer.ok) == ("calculator", "0.1 + 0.2 = 0.3", True)
    assert answer.trusted
    assert not answer.cached
    assert answer.seconds > 0


async def test_from_a_sentence_to_an_answer(tmp_path: Path) -> None:
    agents = await opened(put(tmp_path, greet=GREETER))
    choice = agents.choose("Say hello to Bo, please!")
    assert choice is not None
    assert (await agents.run(choice.agent, choice.arguments, HERE)).text == "hello Bo from ada"
    assert agents.choose("hello there") is None


@pytest.mark.parametrize(
    ("name", "arguments", "says"),
    [
        ("butler", {}, "There is no agent called butler."),
        ("dice", {"roll": "0d0"}, "I throw 1 to 100 dice with 2 to 1,000,000 sides each."),
        ("dice", {"roll": 3}, "roll should be of type string."),
        ("dice", {"dice": "1"}, "There is no argument called dice."),
        ("calculator", {}, "The argument sum is missing."),
        ("notes", {}, "There is no place for notes here."),
    ],
)
async def test_what_fails_is_a_sentence(
    tmp_path: Path, name: str, arguments: dict[str, object], says: str
) -> None:
    answer = await (await opened(tmp_path)).run(name, arguments, HERE)
    assert (answer.ok, answer.text) == (False, says)


async def test_what_is_not_text_is_shown_as_json(tmp_path: Path) -> None:
    put(tmp_path, rows=module("return {'a': ['ü', 1]}"))
    answer = await (await opened(tmp_path)).run("rows", {}, HERE)
    assert answer.data == {"a": ["ü", 1]}
    assert answer.text == '{\n "a": [\n  "ü",\n  1\n ]\n}'
    assert answer.for_prompt().startswith("[data ")


async def test_an_answer_is_cut_and_cleaned(tmp_path: Path) -> None:
    put(tmp_path, long=module("return '\\x1b\\u202e\\ud800' + 'x' * 100_000"))
    answer = await (await opened(tmp_path)).run("long", {}, HERE)
    assert answer.text == "x" * LONGEST


# ---------------------------------------------------------------- what is kept


async def test_an_answer_is_kept_for_as_long_as_its_kind_says(tmp_path: Path) -> None:
    sources = {
        f"a_{kind}": module("return 1", head=f"DESCRIPTION = 'x'; KIND = {kind!r}")
        for kind in LASTING
    }
    kept = Kept()
    agents = await opened(put(tmp_path, **sources), cache=kept)
    for name in sources:
        await agents.run(name, {}, HERE)
    lasting = {key.agent: key.lasting for key in kept.rows}
    assert lasting == {"a_fixed": 3600, "a_slow": 300, "a_brief": 60}


async def test_the_second_time_it_is_not_asked_again(tmp_path: Path) -> None:
    body = "import os\nreturn os.getpid()"
    head = "DESCRIPTION = 'x'; KIND = 'slow'; ARGUMENTS = {'properties': {'q': {'type': 'string'}}}"
    kept = Kept()
    agents = await opened(put(tmp_path, pid=module(body, head=head)), cache=kept)
    first = await agents.run("pid", {"q": "x"}, HERE)
    again = await agents.run("pid", {"q": "x"}, HERE._replace(now=HERE.now + 10))
    assert (again.text, again.data, again.cached) == (first.text, first.data, True)
    others = [
        await agents.run("pid", {"q": "y"}, HERE),
        await agents.run("pid", {}, HERE),
        await agents.run("pid", {"q": "x"}, HERE._replace(person="bo")),
        await agents.run("pid", {"q": "x"}, HERE._replace(zone="UTC")),
        await agents.run("pid", {"q": "x"}, HERE._replace(settings={"a": 1})),
    ]
    assert not any(answer.cached for answer in others)
    assert len(kept.rows) == 6
    assert {key.person for key in kept.rows} == {"ada", "bo"}


async def test_a_changed_module_has_no_old_answers(tmp_path: Path) -> None:
    kept = Kept()
    agents = await opened(put(tmp_path, greet=GREETER), cache=kept)
    await agents.run("greet", {}, HERE)
    put(tmp_path, greet=GREETER.replace("hello", "good day"))
    await agents.refresh()
    answer = await agents.run("greet", {}, HERE)
    assert (answer.cached, answer.text) == (False, "good day you from ada")


async def test_failures_are_not_kept(tmp_path: Path) -> None:
    kept = Kept()
    agents = await opened(tmp_path, cache=kept)
    await agents.run("calculator", {"sum": "1/0"}, HERE)
    assert kept.rows == {}


async def test_defaults_and_given_values_are_one_question(tmp_path: Path) -> None:
    kept = Kept()
    agents = await opened(put(tmp_path, greet=GREETER), cache=kept)
    await agents.run("greet", {}, HERE)
    assert (await agents.run("greet", {"name": "you"}, HERE)).cached


# ---------------------------------------------------------------- settings, notes, many at once


async def test_an_agent_sees_its_own_table_only(tmp_path: Path) -> None:
    put(tmp_path, mine=module("return dict(context.settings)"))
    made = Setup({"mine": {"a": 1}, "other": {"key": "hush"}})
    answer = await (await opened(tmp_path, made)).run("mine", {}, HERE)
    assert answer.data == {"a": 1}


async def test_notes_go_through_the_port(tmp_path: Path) -> None:
    pad = Pad("ada")
    agents = await opened(tmp_path, notes=pad)
    choice = agents.choose("remind me to stretch in 10 minutes")
    assert choice is not None
    assert (await agents.run("notes", choice.arguments, HERE)).ok
    assert pad.rows["ada"][0]["text"] == "stretch"
    refused = await agents.run("notes", {"text": "x"}, Context("bo", HERE.now, HERE.zone))
    assert (refused.ok, refused.text) == (False, "I keep nothing about you.")


async def test_many_at_once(tmp_path: Path) -> None:
    agents = await opened(tmp_path)
    sums = [agents.run("calculator", {"sum": f"{n} + {n}"}, HERE) for n in range(8)]
    texts = [answer.text for answer in await asyncio.gather(*sums)]
    assert texts == [f"{n} + {n} = {n + n}" for n in range(8)]


async def test_one_that_is_given_up_leaves_the_others_alone(tmp_path: Path) -> None:
    agents = await opened(put(tmp_path, slow=module("import time\ntime.sleep(99)")))
    waiting = asyncio.create_task(agents.run("slow", {}, HERE))
    await asyncio.sleep(0.05)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert (await agents.run("dice", {}, HERE)).ok


async def test_problems_of_all_kinds_are_told_together(tmp_path: Path) -> None:
    made = Setup(problems=("mcp.json is no JSON.",))
    agents = await opened(put(tmp_path, torn="def"), made)
    assert agents.problems == ["mcp.json is no JSON.", "torn.py failed in line 1: SyntaxError."]
