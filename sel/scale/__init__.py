"""One mind in several processes: what they share, in PostgreSQL and in Valkey."""
