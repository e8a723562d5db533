"""What SEL makes of memories while it is idle: summaries, topics, tone, merged facts."""
