"""A client that is closed while something is under way: aiohttp raises `RuntimeError` then."""

from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bridge.commands.asking import ConsentQuestions
from bridge.commands.press import press_type
from bridge.ears.incoming import Incoming
from bridge.ears.typing_hint import _show
from bridge.letters import Letters
from bridge.media.progress import Line
from sel.errors import BridgeError


async def _closed(*_: Any, **__: Any) -> Any:
    raise RuntimeError("Session is closed")


CHANNEL = SimpleNamespace(send=_closed, typing=_closed, id=5)
USER = SimpleNamespace(dm_channel=None, create_dm=_closed, display_name="Ada")
CLIENT: Any = SimpleNamespace(
    get_channel=lambda _: None, get_user=lambda _: USER, is_ready=lambda: True
)


async def test_a_line_of_progress_and_a_sign_cost_nothing() -> None:
    await Line(CHANNEL)("half of it")  # type: ignore[arg-type]
    message = Incoming(
        id=1,
        channel_id=5,
        guild_id=None,
        author_id=2,
        name="Ada",
        text="hi",
        at=0.0,
        source=SimpleNamespace(channel=CHANNEL),  # type: ignore[arg-type]
    )
    await _show(message)


async def test_the_question_for_consent_is_put_another_time() -> None:
    async def pressed(*_: Any) -> Any:
        raise AssertionError("nobody pressed anything")

    questions = ConsentQuestions(CLIENT, press_type(pressed))
    assert await questions.ask("discord:2", "discord:5") is False


async def test_a_letter_that_cannot_be_written_is_a_sentence() -> None:
    with pytest.raises(BridgeError):
        await Letters(lambda: CLIENT).write(2, lambda name: f"Hello {name}.")


def test_discords_own_errors_are_among_them() -> None:
    from bridge.trouble import TROUBLE

    assert issubclass(discord.RateLimited, TROUBLE)
