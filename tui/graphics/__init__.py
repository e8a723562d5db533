"""Pictures as terminals draw them, each kind in its own way."""
