"""Small helpers SEL may ask: the clock, sums, dice, pages, a person's own modules, MCP servers."""
