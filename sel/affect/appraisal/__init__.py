"""What a message means for the hormones, read from its words and its sentence vector. Pure."""
