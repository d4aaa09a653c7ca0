"""The `oncomatch` command."""

from oncomatch.cli.main import main

__all__ = ["main"]
