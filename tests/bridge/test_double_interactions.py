"""Commands, buttons, menus and forms, with their rules of time."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import discord
import pytest
from discord import app_commands
from discord.ext import commands
from double import Channel, Double, Guild, Person
from double.wire import MANAGE_GUILD
from double_clients import online, usual

Happening = discord.Interaction[discord.Client]


class Choice(discord.ui.View):
    """Buttons that outlive a restart."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Yes", custom_id="sel:yes")
    async def yes(self, happening: Happening, _: discord.ui.Button[Choice]) -> None:
        await happening.response.edit_message(content="thank you", view=None)

    @discord.ui.button(label="Ask me", custom_id="sel:form")
    async def ask(self, happening: Happening, _: discord.ui.Button[Choice]) -> None:
        await happening.response.send_modal(Form())

    @discord.ui.button(label="Later", custom_id="sel:later")
    async def later(self, happening: Happening, _: discord.ui.Button[Choice]) -> None:
        await happening.response.defer()
        await happening.edit_original_response(content="later, then")

    @discord.ui.select(
        custom_id="sel:menu", options=[discord.SelectOption(label=one) for one in ("red", "blue")]
    )
    async def menu(self, happening: Happening, chosen: discord.ui.Select[Choice]) -> None:
        await happening.response.send_message(f"{chosen.values[0]} it is")


class Form(discord.ui.Modal, title="About you"):
    name: discord.ui.TextInput[Form] = discord.ui.TextInput(label="Name", custom_id="name")

    async def on_submit(self, happening: Happening) -> None:
        await happening.response.send_message(f"hello {self.name.value}", ephemeral=True)


@dataclass(eq=False)
class Helper:
    """What the commands need: when to go on, and what came of it."""

    go: asyncio.Event = field(default_factory=asyncio.Event)
    errors: list[tuple[int, int]] = field(default_factory=list)

    async def trying(self, call: object) -> None:
        try:
            await call  # type: ignore[misc]
        except discord.HTTPException as error:
            self.errors.append((error.status, error.code))


def sel_group(helper: Helper) -> app_commands.Group:
    """A group of commands of every kind."""
    group = app_commands.Group(name="sel", description="SEL")
    memory = app_commands.Group(name="memory", description="what SEL knows", parent=group)

    @memory.command(name="list", description="list it")
    async def listing(
        happening: Happening,
        about: str,
        most: app_commands.Range[int, 1, 10] = 3,
        who: discord.Member | None = None,
        where: discord.TextChannel | None = None,
    ) -> None:
        await happening.response.defer(ephemeral=True, thinking=True)
        await happening.followup.send(f"{about}, {most}, {who}, {where}", view=Choice())
        file = discord.File(io.BytesIO(b"{}"), "export.json")
        await happening.followup.send("and a file", file=file, ephemeral=True)

    @listing.autocomplete("about")
    async def about(happening: Happening, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{typed}at", value="cat")]

    @group.command(description="now")
    async def status(happening: Happening) -> None:
        await happening.response.send_message("at once", ephemeral=True)
        await happening.edit_original_response(content="and then")

    @group.command(description="slowly")
    async def slow(happening: Happening) -> None:
        await helper.go.wait()
        await helper.trying(happening.response.defer())

    @group.command(description="long")
    async def long(happening: Happening) -> None:
        await happening.response.defer()
        await helper.go.wait()
        await helper.trying(happening.followup.send("too late"))
        await helper.trying(happening.edit_original_response(content="too late"))

    @group.command(description="twice")
    async def twice(happening: Happening) -> None:
        await happening.response.defer()
        await helper.trying(
            happening.client.http.request(
                discord.http.Route(
                    "POST", f"/interactions/{happening.id}/{happening.token}/callback"
                ),
                json={"type": 5},
            )
        )
        await happening.edit_original_response(content="done")

    return group


class Bot(commands.Bot):
    def __init__(self, double: Double, helper: Helper) -> None:
        super().__init__("!", **usual(double))
        self.tree.add_command(sel_group(helper))

    async def setup_hook(self) -> None:
        await self.tree.sync()
        self.add_view(Choice())


@dataclass(eq=False)
class Scene:
    """A bot that is online, and a place to call its commands in."""

    double: Double
    helper: Helper
    guild: Guild
    general: Channel
    ada: Person


@pytest.fixture
async def scene(double: Double) -> AsyncIterator[Scene]:
    guild = double.guild("Home", people=("Ben", "Ada"), managers=("Ada",))
    helper = Helper()
    async with online(Bot(double, helper), double):
        yield Scene(double, helper, guild, guild.channel("general"), guild.person("Ada"))


async def test_commands_are_registered(scene: Scene) -> None:
    [group] = scene.double.commands
    assert (group["name"], group["type"]) == ("sel", 1)
    routes = [write.route for write in scene.double.writes]
    assert routes[2:] == ["/applications/{app}/commands"]


async def test_a_deferred_command_is_answered_by_what_follows(scene: Scene) -> None:
    double, ben = scene.double, scene.guild.person("Ben")
    asked = await double.slash(
        scene.general,
        scene.ada,
        "sel memory list",
        about="cat",
        most=2,
        who=ben,
        where=scene.general,
    )
    first = await asked.acknowledged()
    assert (first.deferred, first.ephemeral) == (True, True)
    response = await asked.answered()
    assert response.text == "cat, 2, ben, general"
    await double.until(lambda: response.followups)
    [second] = response.followups
    assert (second.text, second.ephemeral) == ("and a file", True)
    assert [(file.name, file.data) for file in second.files] == [("export.json", b"{}")]
    assert response.after is not None
    assert response.after < 1
    assert double.posts(scene.general) == []


async def test_an_immediate_answer_can_be_changed(scene: Scene) -> None:
    asked = await scene.double.slash(scene.double.dm(scene.ada), scene.ada, "sel status")
    response = await asked.answered()
    await scene.double.until(lambda: response.edits)
    assert [text for _, text in response.edits] == ["and then"]
    assert response.post is not None
    assert response.post.history[0][1] == "at once"
    assert response.ephemeral


async def test_a_public_answer_is_a_message_of_the_channel(scene: Scene) -> None:
    scene.helper.go.set()
    asked = await scene.double.slash(scene.general, scene.ada, "sel long")
    response = await asked.answered()
    await scene.double.until(lambda: response.text == "too late")
    assert scene.double.posts(scene.general) == [response.post]


async def test_completion(scene: Scene) -> None:
    asked = await scene.double.complete(scene.general, scene.ada, "sel memory list", about="c")
    assert (await asked.answered()).choices == [{"name": "cat", "value": "cat"}]


async def test_nobody_can_call_what_is_not_there(scene: Scene) -> None:
    wrong: list[tuple[str, dict[str, object]]] = [
        ("cat", {}),
        ("sel nothing", {}),
        ("sel memory", {}),
        ("sel memory list", {}),
        ("sel memory list", {"about": "x", "other": 1}),
        ("sel memory list", {"about": 1}),
        ("sel memory list", {"about": "x", "most": 11}),
    ]
    for command, options in wrong:
        with pytest.raises(AssertionError):
            await scene.double.slash(scene.general, scene.ada, command, **options)


async def test_commands_are_not_offered_everywhere(scene: Scene) -> None:
    [group] = scene.double.commands
    group |= {"contexts": [0], "default_member_permissions": str(MANAGE_GUILD)}
    ben, double = scene.guild.person("Ben"), scene.double
    cyd = scene.guild.add_person("Cyd")
    for person in (scene.ada, ben):  # a manager, and the owner
        await (await double.slash(scene.general, person, "sel status")).answered()
    for place, person in ((double.dm(ben), ben), (scene.general, cyd)):
        with pytest.raises(AssertionError, match="not offered"):
            await double.slash(place, person, "sel status")


async def test_buttons_menus_and_forms(scene: Scene) -> None:
    double, ada = scene.double, scene.ada
    asked = await double.slash(scene.general, ada, "sel memory list", about="cat")
    response = await asked.answered()
    opened = await (await double.press(response, ada, "sel:form")).answered()
    assert opened.modal is not None
    assert opened.modal["title"] == "About you"
    sent = await (await double.submit(opened, ada, {"Name": "Ada"})).answered()
    assert (sent.text, sent.ephemeral) == ("hello Ada", True)
    menu = await double.press(response, ada, "sel:menu", values=("blue",))
    assert (await menu.answered()).text == "blue it is"
    later = await double.press(response, ada, label="Later")
    assert (await later.answered()).text == "later, then"
    pressed = await double.press(response, ada, label="Yes")
    assert (await pressed.answered()).text == "thank you"
    assert response.text == "thank you"
    assert response.components == []
    with pytest.raises(AssertionError, match="no such button"):
        await double.press(response, ada, "sel:yes")


async def test_a_button_of_an_earlier_run_still_works(scene: Scene) -> None:
    double = scene.double
    post = double.state.write(
        scene.general, double.sel, {"content": "remember?", "components": Choice().to_components()}
    )
    pressed = await double.press(post, scene.ada, "sel:yes")
    assert (await pressed.answered()).text == "thank you"
    assert double.posts(scene.general)[0].text == "thank you"


async def test_an_answer_must_come_within_three_seconds(scene: Scene) -> None:
    asked = await scene.double.slash(scene.general, scene.ada, "sel slow")
    asked.made -= 3.01
    scene.helper.go.set()
    await scene.double.until(lambda: scene.helper.errors)
    assert scene.helper.errors == [(404, 10062)]
    with pytest.raises(AssertionError, match="not answered"):
        await asked.acknowledged(0.01)


async def test_an_answer_can_be_given_once(scene: Scene) -> None:
    asked = await scene.double.slash(scene.general, scene.ada, "sel twice")
    assert (await asked.answered()).text == "done"
    assert scene.helper.errors == [(400, 40060)]


async def test_after_a_quarter_of_an_hour_nothing_more_can_be_said(scene: Scene) -> None:
    asked = await scene.double.slash(scene.general, scene.ada, "sel long")
    await asked.acknowledged()
    asked.made -= 901
    scene.helper.go.set()
    await scene.double.until(lambda: len(scene.helper.errors) == 2)
    assert scene.helper.errors == [(401, 50027)] * 2
    assert not asked.response.final


async def test_who_may_do_what_is_told(scene: Scene) -> None:
    seen: list[bool] = []

    @app_commands.command(description="x")
    async def rights(happening: Happening) -> None:
        seen.append(happening.permissions.manage_guild)
        await happening.response.send_message("ok")

    bot = Bot(scene.double, scene.helper)
    bot.tree.add_command(rights)
    async with online(bot, scene.double):
        for name in ("Ada", "Ben", "Cyd"):
            person = scene.double.person(name)
            await scene.double.slash(scene.general, person, "rights")
        await scene.double.until(lambda: len(seen) == 3)
    assert sorted(seen) == [False, True, True]  # Ada manages, Ben owns
