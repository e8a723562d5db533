"""A conversation as one page for a browser: calm, self-contained, with nothing in it that runs.

Everything anybody said is escaped. The page allows itself its own style and nothing else: no
script, no picture, no font, no connection.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sel.events import MessageView
from sel.porting.chats.markdown import STATES, who
from sel.session_events import SessionView

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

LONGEST_CODE = 60_000
"""Characters of a block of code that are coloured; longer ones stand in one colour."""

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)

_STYLE = """
:root { color-scheme: light dark; --ground: #fbfaf7; --text: #26282d; --quiet: #6b707b;
  --line: #e3e0d8; --sel: #5b45a8; --person: #1f6a80; --code: #f2f0ea; }
@media (prefers-color-scheme: dark) { :root { --ground: #14161b; --text: #d6d9e0;
  --quiet: #8d94a3; --line: #2b303a; --sel: #b6a2ee; --person: #82bccb; --code: #1b1d23; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 46rem; padding: 3rem 1.25rem 5rem; background: var(--ground);
  color: var(--text); font: 1rem/1.6 system-ui, sans-serif; overflow-wrap: break-word; }
header { border-bottom: 1px solid var(--line); margin-bottom: 2rem; padding-bottom: 1rem; }
h1 { font-size: 1.4rem; font-weight: 600; margin: 0 0 .25rem; }
header p, h2 { color: var(--quiet); font-size: .85rem; margin: 0; }
article { margin: 0 0 1.75rem; }
h2 { font-weight: 400; margin-bottom: .35rem; }
h2 b { font-weight: 600; }
.sel h2 b { color: var(--sel); }
.person h2 b { color: var(--person); }
.person .said { border-left: 2px solid var(--person); padding-left: .9rem; white-space: pre-wrap; }
.said > :first-child { margin-top: 0; }
.said > :last-child { margin-bottom: 0; }
.said h1, .said h2, .said h3, .said h4, .said h5, .said h6 { color: inherit; font-size: 1rem;
  font-weight: 600; margin: 1.2em 0 .4em; }
pre { background: var(--code); border-radius: .4rem; overflow-x: auto; padding: .8rem 1rem; }
code { font: .87rem/1.5 ui-monospace, monospace; }
:not(pre) > code { background: var(--code); border-radius: .25rem; padding: .1em .35em; }
a { color: var(--sel); }
blockquote { border-left: 2px solid var(--line); color: var(--quiet); margin-left: 0;
  padding-left: 1rem; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
td, th { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left; }
hr { border: 0; border-top: 1px solid var(--line); }
"""


def page(
    view: SessionView, messages: Sequence[MessageView], *, persona: str = "SEL", model: str = ""
) -> str:
    """The page of the branch that is shown."""
    style = _STYLE + _colours()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    title = escaped(view.title or view.opening or "A conversation with SEL")
    about = [_day(view.created), f"{len(messages)} messages", persona, model]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f"<header><h1>{title}</h1>\n<p>{escaped(' · '.join(one for one in about if one))}</p>"
        "</header>\n<main>\n"
        + "".join(_message(one, persona) for one in messages)
        + "</main>\n</body>\n</html>\n"
    )


def escaped(text: str) -> str:
    """The text as a page shows it."""
    return html.escape(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", text))


def _message(one: MessageView, persona: str) -> str:
    when = datetime.fromtimestamp(one.at).astimezone().strftime("%Y-%m-%d %H:%M") if one.at else ""
    more = "".join(f" · {part}" for part in (when, STATES.get(one.state, "")) if part)
    said = _rendered(one.text) if one.role == "sel" else escaped(one.text)
    name = escaped(who(one, persona))
    return (
        f'<article class="{one.role}">\n<h2><b>{name}</b>{escaped(more)}</h2>\n'
        f'<div class="said">{said}</div>\n</article>\n'
    )


def _rendered(text: str) -> str:
    parser = _parser()
    tokens = parser.parse(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", text))
    for token in tokens:
        token.attrs.pop("style", None)  # the page allows no style of its own to anybody
    rendered: str = parser.renderer.render(tokens, parser.options, {})
    return rendered


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # lazy, as pygments below: few export

    options: dict[str, Any] = {"html": False, "highlight": _highlighted}
    return MarkdownIt("commonmark", options).enable("table").disable("image")


def _highlighted(code: str, name: str, _more: str) -> str:
    """A block of code in colours; "" where there are none for it."""
    if not name or len(code) > LONGEST_CODE:
        return ""
    lexer = _lexer(name)
    if lexer is None:
        return ""
    from pygments import highlight  # type: ignore[import-untyped]
    from pygments.formatters.html import HtmlFormatter  # type: ignore[import-untyped]

    return str(highlight(code, lexer, HtmlFormatter(nowrap=True, classprefix="k-")))


def _lexer(name: str) -> Callable[..., Any] | None:
    from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
    from pygments.util import ClassNotFound  # type: ignore[import-untyped]

    try:
        found: Callable[..., Any] = get_lexer_by_name(name[:40])
    except ClassNotFound:
        return None
    return found


@cache
def _colours() -> str:
    """Colours of code in both lights."""
    from pygments.formatters.html import HtmlFormatter

    def rows(style: str) -> str:
        formatter = HtmlFormatter(style=style, classprefix="k-")
        rules = formatter.get_token_style_defs("pre")
        return "\n".join(rules)

    dark = rows("nord")
    return f"{rows('friendly')}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}\n"


def _day(second: float) -> str:
    return datetime.fromtimestamp(second).astimezone().strftime("%Y-%m-%d %H:%M") if second else ""
