"""The face measured from outside, over a real pseudo-terminal: `python -m tui.bench [--json]`."""
