"""Themes beyond the first two: more of our own, and those people write in files."""
