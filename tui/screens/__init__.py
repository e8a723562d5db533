"""Whole screens; they put widgets together."""
