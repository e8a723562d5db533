"""What SEL says aloud: a reply cut into what can be spoken, and the voice's child."""
