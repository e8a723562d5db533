"""What SEL tells Discord: replies in pages, written while they are made, and nothing unsafe."""
