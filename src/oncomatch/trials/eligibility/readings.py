"""The readers of eligibility text, one for each kind of criterion."""

from __future__ import annotations

from oncomatch.trials.eligibility.clinical import CLINICAL
from oncomatch.trials.eligibility.molecular import read_molecular
from oncomatch.trials.eligibility.reading import Reading

READINGS: tuple[Reading, ...] = (read_molecular, *CLINICAL)
