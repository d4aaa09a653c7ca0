"""`python -m oncomatch`: the command, without its script on the PATH."""

import sys

from oncomatch.cli import main

if __name__ == "__main__":
    sys.exit(main())
