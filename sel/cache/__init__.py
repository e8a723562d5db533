"""Answers that were made once and may be given again: in memory, bounded, erasable by person."""
