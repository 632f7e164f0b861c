"""`python -m lausch`: the command line of the package that this interpreter finds."""

from lausch.cli import main

if __name__ == "__main__":
    main()
