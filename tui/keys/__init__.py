"""Keys: how they are called, which action has which, and what a person may make of that."""
