"""Files, sound and pictures: what comes with a message, and what goes out with a reply."""
