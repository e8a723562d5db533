"""The child that holds the sound card; spawned by name, never imported by others."""
