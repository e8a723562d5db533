"""Where other programs keep their models, one module each. All are only read."""
