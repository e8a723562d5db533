"""Conversations in files: SEL's own, and those of others."""
