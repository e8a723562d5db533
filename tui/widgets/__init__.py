"""What the screens are made of; widgets know values, never the brain."""
