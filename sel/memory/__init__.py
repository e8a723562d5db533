"""What SEL remembers of people, with their leave, and how it is forgotten."""
