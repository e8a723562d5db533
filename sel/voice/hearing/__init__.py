"""What SEL hears: when somebody speaks, when they are done, and what they said."""
