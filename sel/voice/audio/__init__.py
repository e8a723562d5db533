"""The voice's side of the sound card: which devices there are, and the one that is open."""
