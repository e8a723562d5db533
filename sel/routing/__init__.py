"""What a message wants and whether it wants an answer. Pure: no I/O, no clock."""
