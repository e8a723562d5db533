"""The readable text of a page: title and paragraphs, without scripts, menus and what is hidden."""

from __future__ import annotations

import codecs
import re
from typing import Any

from sel.agents.fence import clean
from sel.agents.fetch import Fetched
from sel.agents.told import Refusal

LONGEST = 12_000
"""Characters of a page's text that are handed on."""

_LEFT_OUT = (
    "script, style, noscript, template, svg, canvas, iframe, object, form, nav, footer, aside, "
    "button, select, textarea, head, [hidden], [aria-hidden=true], [style*='display:none'], "
    "[style*='display: none'], [style*='visibility:hidden'], [style*='visibility: hidden']"
)
_BODIES = ("article", "main", "[role=main]", "body")
_ENOUGH = 200
"""Characters an `article` or `main` needs to be taken for the page's text."""
_BLOCKS = frozenset(
    {"p", "div", "section", "article", "main", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3"}
    | {"h4", "h5", "h6", "table", "tr", "blockquote", "pre", "br", "hr", "header", "figure"}
    | {"figcaption", "address"}
)


def text_of(page: Fetched) -> str:
    """Title and text, at most `LONGEST` characters. Raises `Refusal` where there is none."""
    written = _decoded(page)
    text = clean(written) if page.kind == "text/plain" else _readable(written)
    text = re.sub(r"[^\S\n]+", " ", text)
    text = re.sub(r" ?\n ?", "\n", text)
    text = re.sub(r"\n{3,}", "\n\n", text).strip()
    if not text:
        raise Refusal("There is no text on this page that I can read.")
    return text if len(text) <= LONGEST else text[:LONGEST].rstrip() + " […]"


def _decoded(page: Fetched) -> str:
    try:
        codecs.lookup(page.charset or "utf-8")
    except LookupError:
        return page.body.decode("utf-8", "replace")
    return page.body.decode(page.charset or "utf-8", "replace")


def _readable(written: str) -> str:
    try:
        from selectolax.lexbor import LexborHTMLParser
    except ImportError as error:
        raise Refusal(
            "Reading pages needs selectolax: pip install 'sel-companion[agents]'."
        ) from error
    tree = LexborHTMLParser(written)
    title = tree.css_first("title")
    name = clean(title.text(strip=True)) if title is not None else ""
    for node in tree.css(_LEFT_OUT):
        node.decompose()
    return f"{name}\n\n{_body(tree)}"


def _body(tree: Any) -> str:
    text = ""
    for selector in _BODIES:
        for node in tree.css(selector)[:1]:
            text = clean(_lines(node))
            if len(text) >= _ENOUGH:
                return text
    return text


def _lines(top: Any) -> str:
    """The text below a node, with a line end around each block."""
    parts = []
    for node in top.traverse(include_text=True):
        if node.tag == "-text":
            parts.append(re.sub(r"\s+", " ", node.text(deep=False) or ""))
        elif node.tag in _BLOCKS:
            parts.append("\n\n" if node.tag in ("p", "h1", "h2", "h3") else "\n")
    return "".join(parts)
