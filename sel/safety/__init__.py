"""What a companion owes people: who is in need is sent to people, and nobody is held back."""
