"""What people tell of themselves that lasts, verb by verb."""
