"""The child that runs a GGUF model with llama.cpp: many conversations, one batch."""
