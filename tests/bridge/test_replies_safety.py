"""What a model wrote can call nobody, hide nothing and give nothing away, whole or in parts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.replies.paging import pages
from bridge.replies.safety import GAP, INVITATION, SECRET, TICK, safe

TOKEN = "MTk4NjIyNDgzNDcxOTI1MjQ4" + ".Gabc12." + "x" * 38
BITS = st.sampled_from(
    [
        "@everyone",
        "@here",
        "@",
        "every",
        "one",
        "<@",
        "<@!12>",
        "<@&99>",
        "[click](https://evil.example)",
        "[",
        "]",
        "(",
        ")",
        "](",
        "https://evil.example",
        "[a](<https://evil.example> 'good')",
        "![x](https://evil.example/x.png)",
        "`",
        "``",
        "```",
        "```py\n",
        "\n",
        "\\",
        "|",
        "||",
        " ",
        "word",
        "\u202e",
        "\u200d",
        "\u200b",
        "é",
        TOKEN,
        "discord.gg/abc",
        "'",
        '"t"',
    ]
)
TEXTS = st.lists(BITS, max_size=25).map("".join)
# Discord's own reading (simple-markdown's rules): code first, then links; see the module.
FENCE = re.compile(r"```(?:([a-z0-9_+\-.#]+?)\n)?\n*([^\n][\s\S]*?)\n*```", re.IGNORECASE)
INLINE = re.compile(r"(`+)([\s\S]*?[^`])\1(?!`)")
LINK = re.compile(
    r"\[((?:\[[^\]]*\]|[^\[\]]|\](?=[^\[]*\]))*)\]\(\s*<?((?:[^\s\\]|\\.)*?)>?"
    r"(?:\s+['\"]([\s\S]*?)['\"])?\s*\)"
)
ESCAPE = re.compile(r"\\[^0-9A-Za-z\s]")
SPOILER = re.compile(r"\|\|([\s\S]+?)\|\|")


def acted_on(text: str) -> list[str]:
    """What Discord would make of a text: the links that hide, the spoilers."""
    found, place = [], 0
    while place < len(text):
        for kind in (ESCAPE, FENCE, LINK, INLINE, SPOILER):
            if match := kind.match(text, place):
                if kind is LINK or kind is SPOILER:
                    found.append(match[0])
                place = match.end()
                break
        else:
            place += 1
    return found


@given(TEXTS)
def test_discord_finds_nothing_to_act_on(text: str) -> None:
    made = safe(text)
    if made.count("```") % 2:  # as the pages do
        made += "\n```"
    assert acted_on(made) == []
    assert not re.search(r"@(everyone|here)|<@[!&]?\d", made)
    assert TOKEN not in made
    assert "discord.gg" not in made
    assert not re.search("[\u202e\u2066]", made)


@given(TEXTS, st.data())
def test_what_is_out_stays_as_it_is(text: str, data: st.DataObject) -> None:
    so_far = text[: data.draw(st.integers(0, len(text)))]
    assert safe(text).startswith(safe(so_far, whole=False))
    assert safe(text, whole=False).startswith(safe(so_far, whole=False))


@given(TEXTS)
def test_safe_is_safe_already(text: str) -> None:
    once = safe(text)
    assert acted_on(safe(once) + ("\n```" if safe(once).count("```") % 2 else "")) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hello, you!", "Hello, you!"),
        ("[here](https://a.example/b)", "here (https://a.example/b)"),
        ('[x](<https://a.example> "title")', "x (https://a.example)"),
        ("[https://a.example](https://a.example)", "https://a.example"),
        ("[a [b] c](https://a.example)", "[a [b] c] (https://a.example)"),
        ("hi @everyone", f"hi @{GAP}everyone"),
        ("hi @[everyone](https://a.example)", f"hi @{GAP}everyone (https://a.example)"),
        ("hi <@123> <@&4>", f"hi <@{GAP}123> <@{GAP}&4>"),
        ("@every\u200bone", f"@{GAP}everyone"),
        (f"token {TOKEN}!", f"token {SECRET}!"),
        ("join https://discord.gg/abc now", f"join {INVITATION} now"),
        ("||secret||", f"|{GAP}|secret|{GAP}|"),
        ("`a[0](x)`", f"`a[0]{GAP}(x)`"),
        ("```py\na[0](x) || y\n```", "```py\na[0](x) || y\n```"),
        ("it`s", f"it{TICK}s"),
        ("\\`x\\`", f"{TICK}x{TICK}"),
        ("`a ``` b", f"{TICK}a ``` b"),
        ("`a ```\nb` c\n```", f"{TICK}a ```\nb` c\n```"),
        ("`a || b`", "`a || b`"),
        ("x\u202eabc\x07\r\ny", "xabc\ny"),
        ("👩‍👧 🏴\U000e0067\U000e0062\U000e007f", "👩‍👧 🏴\U000e0067\U000e0062\U000e007f"),
        ("<:smile:123> <#5> <t:1:R>", "<:smile:123> <#5> <t:1:R>"),
        ("a\u0301" + "\u0301" * 50, "a" + "\u0301" * 6),
        ("\ud800x", "x"),
    ],
)
def test_examples(text: str, shown: str) -> None:
    assert safe(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See [the page](https://a.exa", "See "),
        ("See [the page", "See "),
        ("[ ] to do", "[ ] to "),
        ("ping @every", "ping "),
        ("run `ls", "run "),
        (f"it is {TOKEN[:40]}", "it is "),
        ("a `", "a "),
    ],
)
def test_what_is_not_decided_is_held_back(text: str, shown: str) -> None:
    assert safe(text, whole=False) == shown


def test_a_secret_one_knows_is_kept() -> None:
    assert safe("it is hunter2-hunter2.", lambda word: "hunter2" in word) == f"it is {SECRET}"


@given(TEXTS)
def test_no_page_is_acted_on_either(text: str) -> None:
    for page in pages(safe(text * 8), 700):
        assert acted_on(page) == []


def test_what_is_asked_here_can_be_found() -> None:
    """The reading above finds what it should, or the properties would say nothing."""
    for text in ("[a](https://x.example)", "||a||", "``a` [b](http://x)", "\\```[a](http://x)```"):
        assert acted_on(text)


@pytest.mark.parametrize(
    "text",
    [
        "```py\n```x```[a](https://evil.example)```",  # nothing in a fence
        "[1 ```js\nb](https://evil.example)\n```",  # a link that begins before a fence
        "`a ``` b` [a](https://evil.example) ```",  # a fence in inline code
        "\\```[a](https://evil.example)```",  # no fence at all
        "it`s\n```\ntick ` ||x||\n``` ||y|| `",
        "````\n[a](https://evil.example)\n```` ```",
    ],
)
def test_discord_sees_code_where_this_does(text: str) -> None:
    made = safe(text)
    assert acted_on(made + ("\n```" if made.count("```") % 2 else "")) == []
