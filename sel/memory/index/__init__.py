"""The search over memories: vectors, words, and the tiles of the map."""
