"""The mind: one turn in, a stream of events out. It has no face in it."""
