"""Documents on disk."""
