"""The conversations at the desk: which one is open, its tree, and what is done to it."""
