"""Settings: one typed table, where values come from, and the page that documents them."""
