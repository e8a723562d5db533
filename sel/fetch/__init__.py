"""Brings files from a hub that speaks the Hugging Face HTTP interface, whole or not at all."""
