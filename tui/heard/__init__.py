"""Screens in words, for those who hear them. Nothing is imported here."""
