"""Looking in on people, unasked: only for those who asked for it, seldom, and never pressing."""
