"""Memory around the turns of a brain: leave, keeping, recalling, forgetting, and what faces see."""
