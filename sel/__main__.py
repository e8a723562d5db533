"""`python -m sel` is `sel`. Imports late, so that Ctrl+C is quiet from the first moment on."""

import sys


def start() -> int:
    """Run the command line; its exit code."""
    try:
        from sel.cli.quiet import quietly

        with quietly():
            from sel.cli.main import main
        return main()
    except KeyboardInterrupt:
        return 130
    finally:  # what is left is the interpreter's: another Ctrl+C ends it without a word
        import signal

        signal.signal(signal.SIGINT, signal.SIG_DFL)


if __name__ == "__main__":
    sys.exit(start())
