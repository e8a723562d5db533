"""What is typed in a shell: `sel` and its subcommands."""
