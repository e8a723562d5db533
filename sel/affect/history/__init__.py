"""What the hormones were: a pyramid of tiles per channel, from five minutes to weeks. Pure."""
