"""Slash commands: one table feeds the prompt, the help and the palette."""
