"""The readers of clinical criteria, one for each kind."""

from __future__ import annotations

from oncomatch.trials.eligibility.age import read_age
from oncomatch.trials.eligibility.cns import read_cns_disease
from oncomatch.trials.eligibility.extent import read_extent
from oncomatch.trials.eligibility.laboratory import read_laboratory
from oncomatch.trials.eligibility.lines import read_lines_of_therapy
from oncomatch.trials.eligibility.measurable import read_measurable_disease
from oncomatch.trials.eligibility.performance import read_performance_status
from oncomatch.trials.eligibility.prior_therapy import read_prior_therapy
from oncomatch.trials.eligibility.reading import Reading
from oncomatch.trials.eligibility.tumor_types import read_tumor_types

CLINICAL: tuple[Reading, ...] = (
    read_tumor_types,
    read_extent,
    read_age,
    read_performance_status,
    read_measurable_disease,
    read_cns_disease,
    read_laboratory,
    read_lines_of_therapy,
    read_prior_therapy,
)
