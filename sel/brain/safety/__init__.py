"""What a companion owes people, at work in the brain: care, pauses, honest words."""
