"""What measures the voice: a sound card that is not there, and what is said into it."""
