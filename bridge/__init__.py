"""SEL on Discord: a face over the same brain. Nothing is imported here."""
