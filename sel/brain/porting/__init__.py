"""What the brain does with files from elsewhere and with personas."""
