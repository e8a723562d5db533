"""The mouth's child: text in, sound out, with a Piper voice. Spawned by name, never imported."""
