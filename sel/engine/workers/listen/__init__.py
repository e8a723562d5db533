"""The child that hears: Silero VAD for each frame, Whisper for the spans it is asked about."""
