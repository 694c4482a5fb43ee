"""`python -m readiness_app.cli`: the command line where no script was installed."""

from readiness_app.cli import main

if __name__ == "__main__":
    main()
