"""A Markdown text that grows: only its last block is read again when more arrives.

Blocks before the last cannot change any more, but for link definitions that come later; so the
whole is read once again when the text is complete (`finish`).
"""

from __future__ import annotations

from markdown_it.tree import SyntaxTreeNode

from tui.markdown import blocks, code
from tui.markdown.line import BLANK, Line
from tui.text import visible


class GrowingMarkdown:
    """Lines of a text that arrives in pieces.

    `settled` lines stay as they are; `lines` is all of them, the open block's included.
    """

    def __init__(self, text: str = "") -> None:
        self.restart()
        if text:
            self.finish(text)

    def restart(self) -> None:
        """Begin with nothing."""
        self._parts = [""]
        self._open = ""
        self._fence: _OpenFence | None = None
        self.settled: list[Line] = []
        self.tail: list[Line] = []

    @property
    def source(self) -> str:
        """The text so far."""
        if len(self._parts) > 1:
            self._parts = ["".join(self._parts)]
        return self._parts[0]

    @property
    def lines(self) -> list[Line]:
        """Every line so far."""
        return self.settled + self.tail

    def append(self, text: str) -> None:
        """Take more text and bring the lines up to date."""
        self._parts.append(text)
        self._open += visible(text)
        self._settle(blocks.tree(self._open).children)

    def _settle(self, nodes: list[SyntaxTreeNode]) -> None:
        """Keep the lines of all blocks but the last, which alone may still change."""
        if len(nodes) > 1 and nodes[-1].map and nodes[-1].map[0] > 0:
            begins = nodes[-1].map[0]
            self.settled += [*blocks.spaced(nodes[:-1]), BLANK]
            self._open = "\n".join(self._open.split("\n")[begins:])
            self._fence = None
            nodes = nodes[-1:]
        self.tail = self._tail_of(nodes)

    def _tail_of(self, nodes: list[SyntaxTreeNode]) -> list[Line]:
        if len(nodes) == 1 and nodes[0].type == "fence":
            self._fence = self._fence or _OpenFence()
            return self._fence.lines(nodes[0])
        self._fence = None
        return blocks.spaced(nodes)

    def finish(self, text: str | None = None) -> None:
        """The text is complete (and is `text`, if given): read it once as a whole."""
        if text is not None:
            self._parts = [text]
        self.settled = blocks.lines_of(self.source)
        self.tail, self._open, self._fence = [], "", None


class _OpenFence:
    """A code block that grows. What is above its last blank line keeps its colours."""

    def __init__(self) -> None:
        self._done = ""
        self._lines: list[Line] = []

    def lines(self, node: SyntaxTreeNode) -> list[Line]:
        name = node.info.split()[0] if node.info.split() else ""
        text = node.content
        cut = text.rfind("\n\n") + 2
        if cut > max(len(self._done), 1):
            self._lines += code.body(text[len(self._done) : cut], name)
            self._done = text[:cut]
        rest = text[len(self._done) :]
        return [code.title(name), *self._lines, *(code.body(rest, name) if rest else []), code.END]
