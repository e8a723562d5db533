"""Talking aloud: what is heard becomes a message, and a reply becomes sound while it is made."""
