"""What Discord tells SEL: whom it is for, whether it may be answered, and in which order."""
