"""Figures as pictures in text. Pure functions from what the brain tells to `Content`."""
