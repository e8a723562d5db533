"""What runs the experts: a local llama.cpp child, a remote server, or a script."""
