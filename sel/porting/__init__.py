"""What comes from elsewhere and goes there: conversations, character cards, personas."""
