"""Conversations that last: the tree of their turns, the files they lie in, and finding in them."""
