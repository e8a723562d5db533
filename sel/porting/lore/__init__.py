"""Lorebooks: what a persona knows of its world, told when it is being talked about."""
