"""Agents around the turns of a brain."""
