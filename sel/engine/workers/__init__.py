"""Programs that run as child processes; nobody imports them, they are spawned by name."""
