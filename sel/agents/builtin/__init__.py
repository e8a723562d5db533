"""The agents that ship with SEL, one module each. They run in a child, like a person's own."""
