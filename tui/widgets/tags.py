"""Tags and their colours: the most frequent ones have one each, in the list and on the map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tui.heard.page import Line
from tui.text import one_line

if TYPE_CHECKING:
    from sel.memory_events import MemoryView

COLOURED: Final = 7
"""Tags that have a colour of their own."""
TAG_LOOKS: Final = frozenset({*(f"tag--{number}" for number in range(COLOURED)), "tag--other"})
GAP: Final = "   "
LONGEST: Final = 18
"""Characters of a tag's name that are shown."""


def counted(memories: Iterable[MemoryView]) -> list[tuple[str, int]]:
    """Every tag with its number of memories, most frequent first, equal ones by name."""
    counts = Counter(tag for memory in memories for tag in dict.fromkeys(memory.tags) if tag)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def colours(tags: Sequence[tuple[str, int]]) -> dict[str, int]:
    """The number of the colour of each tag that has one."""
    return {tag: number for number, (tag, _) in enumerate(tags[:COLOURED])}


def look_of(tags: Iterable[str], numbers: Mapping[str, int]) -> str:
    """The look of a memory with these tags: that of its first tag that has a colour."""
    return next((f"tag--{numbers[tag]}" for tag in tags if tag in numbers), "tag--other")


class Tags(Static):
    """The tags in one row; a click chooses one, the row begins with the chosen one in sight."""

    class Wanted(Message):
        """Only memories of this tag are wanted; "" for all."""

        def __init__(self, tag: str) -> None:
            super().__init__()
            self.tag = tag

    def __init__(self) -> None:
        super().__init__(id="tags", markup=False)
        self._tags: Sequence[tuple[str, int]] = ()
        self._all = 0
        self.chosen = ""
        self.auto_links = False

    def show(self, tags: Sequence[tuple[str, int]], all_of_them: int) -> None:
        """These tags; a chosen one that is gone is chosen no longer."""
        self._tags, self._all = tags, all_of_them
        if self.chosen not in {tag for tag, _ in tags}:
            self.chosen = ""
        self._draw()

    def turn(self, by: int) -> None:
        """Choose the next tag, or the one before; around the ends through "all"."""
        names = ["", *(tag for tag, _ in self._tags)]
        self.choose(names[(names.index(self.chosen) + by) % len(names)])

    def choose(self, tag: str) -> None:
        """Only this tag, "" for all."""
        self.chosen = tag
        self._draw()
        self.post_message(self.Wanted(tag))

    def action_choose(self, number: int) -> None:
        """A click on the tag of this number, -1 for all."""
        self.choose(self._tags[number][0] if 0 <= number < len(self._tags) else "")

    def on_resize(self) -> None:
        """Another width has room for others."""
        self._draw()

    def _draw(self) -> None:
        pieces = [self._piece(-1, "all", self._all, not self.chosen)]
        pieces += [
            self._piece(number, tag, count, tag == self.chosen)
            for number, (tag, count) in enumerate(self._tags)
        ]
        at = next((i for i, (tag, _) in enumerate(self._tags, 1) if tag == self.chosen), 0)
        start = 0
        while start < at:
            upto = pieces[start : at + 1]
            if sum(p.cell_length + len(GAP) for p in upto) + len("+99") <= self._room:
                break
            start += 1
        self.update(Content(GAP).join(self._fitting(pieces[start:])))

    def _fitting(self, pieces: Sequence[Content]) -> list[Content]:
        """As many as there is room for, whole ones; of the others how many they are."""
        room = self._room
        shown: list[Content] = []
        for left, piece in zip(range(len(pieces) - 1, -1, -1), pieces, strict=True):
            room -= piece.cell_length + len(GAP)
            if shown and room < (len(f"+{left}") if left else -len(GAP)):
                return [*shown, Content.styled(f"+{left + 1}", "$quiet")]
            shown.append(piece)
        return shown

    def in_words(self) -> Sequence[Line]:
        """The chosen one, then all there are."""
        tags = [("all", self._all), *self._tags]
        chosen = f"Tag: {self.chosen or 'all'}"
        return [
            Line(chosen, key="tags"),
            Line("Tags: " + ", ".join(f"{tag} {count:,}" for tag, count in tags)),
        ]

    @property
    def _room(self) -> int:
        return max(self.size.width, 1)

    def _piece(self, number: int, tag: str, count: int, chosen: bool) -> Content:
        dot = f"$tag-{number}" if 0 <= number < COLOURED else "$quiet"
        name = ("bold " if chosen else "") + "$foreground" + (" underline" if chosen else "")
        click = f"@click=choose({number})"
        return Content.assemble(
            ("" if number < 0 else "● ", dot),
            Content.styled(one_line(tag, LONGEST), name),
            (f" {count:,}", "$quiet"),
        ).stylize_before(click)
