"""The readers of clinical criteria, one for each kind."""

from __future__ import annotations

from oncomatch.trials.eligibility.cns import read_cns_disease
from oncomatch.trials.eligibility.laboratory import read_laboratory
from oncomatch.trials.eligibility.measurable import read_measurable_disease
from oncomatch.trials.eligibility.performance import read_performance_status
from oncomatch.trials.eligibility.reading import Reading

CLINICAL: tuple[Reading, ...] = (
    read_performance_status,
    read_measurable_disease,
    read_cns_disease,
    read_laboratory,
)
