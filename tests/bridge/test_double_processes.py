"""A discord.py in a process of its own, by the proxy, with the double's authority."""

from __future__ import annotations

import asyncio
import os
import sys

from double import Double, File

ECHO = """
import os, discord
intents = discord.Intents.default()
intents.message_content = True
client = discord.Client(intents=intents, proxy=os.environ["SEL_DISCORD_PROXY"])

@client.event
async def on_message(message):
    if message.author != client.user:
        data = await message.attachments[0].read()
        await message.reply(f"{message.content}: {data.decode()}")

client.run(os.environ["DISCORD_TOKEN"], log_handler=None)
"""


async def test_a_subprocess_finds_the_double(double: Double) -> None:
    guild = double.guild("Home", people=("Ada",))
    general, ada = guild.channel("general"), guild.person("Ada")
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", ECHO, env=dict(os.environ) | double.environment
    )
    try:
        await double.until(lambda: double.shards, seconds=20)
        await double.say(general, ada, "hi", files=(File("a.txt", b"there"),))
        await double.until(lambda: double.posts(general), seconds=60)
        assert double.posts(general)[0].text == "hi: there"
        await double.drop()
        await double.until(lambda: double.resumes, seconds=60)
    finally:
        child.terminate()
        await child.wait()
    hosts = {host.partition(":")[0] for host in double.proxied}
    assert hosts == {
        "discord.com", "gateway.discord.gg", "gateway-double.discord.gg", "cdn.discordapp.com"
    }  # fmt: skip
