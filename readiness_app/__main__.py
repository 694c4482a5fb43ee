"""Starts the window: `python -m readiness_app [FILE]`."""

import sys

from readiness_app import app


def main() -> None:
    """Runs the window and ends the process with its exit code."""
    sys.exit(app.main())


if __name__ == "__main__":
    main()
