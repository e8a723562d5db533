"""Memory and leave to remember in PostgreSQL, behind the ports of `sel.memory`."""
