"""Two texts at the two ends of one row. Pure; no widgets."""

from __future__ import annotations

from textual.content import Content

LEAST = 2
"""Cells between the two; with less room the right one is left out."""


def spread(left: Content, right: Content, width: int) -> Content:
    """Both in a row of so many cells, or the left one alone."""
    gap = width - left.cell_length - right.cell_length
    return Content.assemble(left, " " * gap, right) if gap >= LEAST else left
