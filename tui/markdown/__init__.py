"""Markdown as lines a widget can draw."""
