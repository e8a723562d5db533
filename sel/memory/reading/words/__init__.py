"""Words by which lasting things are known: people, work, bodies, days, pastimes."""
