"""What the model is shown, and how its words are tidied. Pure: no I/O, no clock."""
