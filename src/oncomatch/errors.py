"""Every exception that oncomatch raises on purpose.

OncomatchError
├── InputError                   something in a file or an option that the user can change
│   ├── ReferenceMismatchError   REF alleles or contig lengths contradict the genome build
│   ├── IndexMismatchError       the index of a VCF is damaged or of another file
│   ├── SampleError              the tumour sample is absent or cannot be told
│   ├── SheetError               the case sheet is wrong
│   ├── ConfigError              the configuration is wrong
│   ├── NotationError            a g., c., n. or p. notation cannot be read or placed
│   │   └── NumberingError       its residue or base does not stand at its number
│   ├── LiftOverError            a place has no one counterpart on the other build
│   └── TumorTypeError           a tumour type that OncoTree does not know
├── ResourceError                a bundled table is absent or damaged
├── BiomarkerError               a biomarker pattern cannot be read
└── RegistryError                a trial registry did not answer as it should

The face (`cli`) turns each into one line on standard error and exit status 2; anything else
that escapes is a bug and keeps its traceback.
"""


class OncomatchError(Exception):
    """Base of every deliberate error; its text is one line that tells what to do."""


class InputError(OncomatchError):
    """A file or an option of the user's is not usable as it is."""


class ReferenceMismatchError(InputError):
    """The file was called on another genome build than was said."""

    def __init__(self, *, where: str, observed: str, expected: str, build: str, remedy: str):
        self.where, self.observed = where, observed
        self.expected, self.build = expected, build
        super().__init__(f"{where}: {observed}, but {build} has {expected}. {remedy}")


class IndexMismatchError(InputError):
    """The index beside a VCF is damaged or of another file; the VCF can be read without it."""


class SampleError(InputError):
    """The tumour sample is not in the file, or which one it is cannot be told."""


class SheetError(InputError):
    """The case sheet has an unknown column, a bad value or a case twice."""


class ConfigError(InputError):
    """The configuration has an unknown key or a bad value."""


class NotationError(InputError):
    """A g., c., n. or p. notation cannot be read, or not be placed on the genome."""


class NumberingError(NotationError):
    """The residue or base that a notation states does not stand at its number."""


class LiftOverError(InputError):
    """A place or variant has no one counterpart on the other genome build."""


class TumorTypeError(InputError):
    """OncoTree has no such code or name."""


class ResourceError(OncomatchError):
    """A bundled table is absent, damaged or of another version."""


class BiomarkerError(OncomatchError):
    """A biomarker pattern cannot be read."""


class RegistryError(OncomatchError):
    """A trial registry was not reachable or answered something unexpected."""
