"""oncomatch: tumour profiling and cited therapy and trial matching.

Importing the package imports nothing else; the parts are `oncomatch.pipeline` for programs
and the `oncomatch` command for people.
"""

__version__ = "0.1.0"
