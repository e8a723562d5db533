"""The slash commands under `/sel`, and the buttons."""
