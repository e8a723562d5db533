"""The last conversation, from one start to the next."""
