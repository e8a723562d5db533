"""The living inner state, and how it went."""
