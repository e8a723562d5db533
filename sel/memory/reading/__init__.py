"""Reading a person's own words: what they tell, what they ask of the memory, what must not stay."""
