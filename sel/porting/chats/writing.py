"""A conversation written in one of the kinds of file there are. Pure."""

from __future__ import annotations

from collections.abc import Callable

from sel.errors import InputRefused
from sel.porting.chats import markdown, own
from sel.session_events import SessionView
from sel.sessions.tree import Tree

KINDS = ("md", "json", "html", "svg")
"""By the ending of the file."""


def written(
    view: SessionView, tree: Tree, kind: str, *, persona: str = "SEL", model: str = ""
) -> str:
    """The file's text: the whole tree as JSON, the branch that is shown in all others. Raises
    `InputRefused` for a kind there is not, and where nothing was said."""
    if kind not in KINDS:
        raise InputRefused(
            "That is no kind of file SEL writes.", hint=f"Endings: .{', .'.join(KINDS)}."
        )
    if kind == "json":
        if not tree.nodes:
            raise InputRefused("There is nothing to export yet.")
        return own.dumped(view, tree)
    messages = tree.views()
    if not messages:
        raise InputRefused("There is nothing to export yet.")
    return _writer(kind)(view, messages, persona=persona, model=model)


Writer = Callable[..., str]


def _writer(kind: str) -> Writer:
    if kind == "md":
        return markdown.written
    from sel.porting.chats import page, picture  # lazy: few need them

    return page.page if kind == "html" else picture.drawn
