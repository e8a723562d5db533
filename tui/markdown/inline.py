"""What is inside a paragraph: emphasis, code, links, as styled text."""

from __future__ import annotations

from collections.abc import Callable

from markdown_it.tree import SyntaxTreeNode
from textual.content import Content, Span

from tui.text import visible

_STYLES = {
    "strong": ".message--strong",
    "em": ".message--emphasis",
    "s": ".message--struck",
}


class _Writer:
    """Collects text and the spans over it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.spans: list[Span] = []
        self.length = 0

    def write(self, text: str, style: str = "") -> None:
        text = visible(text)
        if style and text:
            self.spans.append(Span(self.length, self.length + len(text), style))
        self.parts.append(text)
        self.length += len(text)

    def node(self, node: SyntaxTreeNode) -> None:
        writer = _WRITERS.get(node.type)
        if writer is not None:
            writer(self, node)
        elif node.children:
            self._styled(node, _STYLES.get(node.type, ""))
        else:
            self.write(node.content)

    def _styled(self, node: SyntaxTreeNode, style: str) -> None:
        start = self.length
        for child in node.children:
            self.node(child)
        if style and self.length > start:
            self.spans.append(Span(start, self.length, style))

    def link(self, node: SyntaxTreeNode) -> None:
        """The words, and where they lead: an address is shown, not hidden behind its words."""
        start = self.length
        self._styled(node, ".message--link")
        address = str(node.attrs.get("href", ""))
        if address and "".join(self.parts)[start:] not in (address, f"mailto:{address}"):
            self.write(f" ({address})", ".message--quiet")

    def image(self, node: SyntaxTreeNode) -> None:
        self.write(f"[{node.content or 'image'}]", ".message--link")
        self.write(f" ({node.attrs.get('src', '')})", ".message--quiet")


_WRITERS: dict[str, Callable[[_Writer, SyntaxTreeNode], None]] = {
    "softbreak": lambda writer, _node: writer.write("\n"),
    "hardbreak": lambda writer, _node: writer.write("\n"),
    "code_inline": lambda writer, node: writer.write(node.content, ".message--code-inline"),
    "link": _Writer.link,
    "image": _Writer.image,
}


def content_of(node: SyntaxTreeNode) -> Content:
    """The styled text of an inline node. It may hold line breaks."""
    writer = _Writer()
    writer.node(node)
    return Content("".join(writer.parts), writer.spans)
