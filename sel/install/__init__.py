"""What `make` uses to install SEL. Standard library only: it runs before anything is installed."""
