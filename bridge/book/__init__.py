"""What the bridge keeps on disk: ids, times and managers' settings; never a word or a name."""
