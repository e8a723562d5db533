"""How other processes ask a running brain, and what they are answered."""
