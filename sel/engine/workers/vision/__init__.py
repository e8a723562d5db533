"""The expert for pictures: llama.cpp with its multimodal library, in a child of its own."""
