"""What somebody is told who starts `sel bridge` for the first time: how to make a bot. Pure."""

from __future__ import annotations

from sel.config.token import TOKEN

NOT_INSTALLED = "make install-discord"

_GUIDE = """\
SEL needs a bot of your own on Discord. That takes five minutes and costs nothing.

{first}{number}. Open https://discord.com/developers/applications and choose New Application.
   Its name is what people see; its Application ID, on the same page, you need below.
{after1}. On the page Bot, switch on Message Content Intent, under Privileged Gateway Intents.
   Without it Discord does not let SEL in. It needs neither of the other two.
{after2}. On the same page choose Reset Token, and copy the token. It is shown once, and whoever
   has it is your bot. Write it into a file .env in the folder you start SEL in, and close that
   file to others:

       touch .env && chmod 600 .env
       echo '{token}=…' >> .env

   Or give it in the environment. SEL takes it from nowhere else, and shows it nowhere.
{after3}. Invite the bot to a server of yours. Put its Application ID into this link and open it:

       {link}

{after4}. Start `sel bridge` again, or type /bridge on in the app. Then write @ and the bot's name
   on Discord, or write to it directly.

docs/discord.md says the rest: what SEL answers, its commands, what it keeps, and a service.
"""


def guide(link: str) -> str:
    """The steps. `link` invites the bot; "" where discord.py is not installed, which is a step of
    its own then."""
    first = "" if link else f"1. Install what SEL needs for it: {NOT_INSTALLED}\n"
    start = 1 if link else 2
    return _GUIDE.format(
        first=first,
        number=start,
        after1=start + 1,
        after2=start + 2,
        after3=start + 3,
        after4=start + 4,
        token=TOKEN,
        link=link or "(`sel bridge` shows the link once that is installed)",
    )
