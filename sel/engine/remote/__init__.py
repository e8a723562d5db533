"""The door to an OpenAI-compatible server: vLLM, llama-server, Ollama and their kin."""
