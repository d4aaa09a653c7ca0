"""Apply limits to the scores of tools: the laboratory's, else the tool's own."""

from __future__ import annotations

from dataclasses import replace

from oncomatch.domain.tumor_wide import CalledScore, ToolScore
from oncomatch.domain.wide_limits import MicrosatelliteLimits, RecombinationLimits

_BY_LAB = "set in the configuration"
_MSISENSOR2 = "README of MSIsensor2 (github.com/niu-lab/msisensor2)"
_OWN = "the tool's own call"
_EITHER = "MSIsensor or MSIsensor2"
_TOOLS = {"msisensor": "MSIsensor", "msisensor2": "MSIsensor2"}


def call_microsatellites(score: ToolScore, file: str, limits: MicrosatelliteLimits) -> CalledScore:
    """Return the score with its limit: positive is highly unstable."""
    if score.tool == _EITHER:
        if not limits.tool:
            return CalledScore(
                score,
                file,
                None,
                reason="MSIsensor and MSIsensor2 write the same columns and have different limits; "
                "msi.tool of the configuration tells which was run",
            )
        score = replace(score, tool=_TOOLS[limits.tool])
    if score.sites is not None and score.sites < limits.min_sites:
        reason = f"only {score.sites} sites; at least {limits.min_sites} are needed"
        return CalledScore(score, file, None, reason=reason)
    limit = {
        "MSIsensor": limits.msisensor,
        "MSIsensor2": limits.msisensor2,
        "MSIsensor-pro": limits.msisensor_pro,
        "MANTIS": limits.mantis,
        "TSO500": limits.tso500,
    }.get(score.tool, 0.0)
    default = score.tool == "MSIsensor2" and limit == MicrosatelliteLimits().msisensor2
    return _called(score, file, limit, _MSISENSOR2 if default else _BY_LAB)


def call_recombination(score: ToolScore, file: str, limits: RecombinationLimits) -> CalledScore:
    """Return the score with its limit: positive is deficient."""
    limit = {"scarHRD": limits.scarhrd, "CHORD": 0.0}.get(score.tool, limits.gis)
    return _called(score, file, limit, _BY_LAB)


def _called(score: ToolScore, file: str, limit: float, source: str) -> CalledScore:
    if score.reason:
        return CalledScore(score, file, None, reason=score.reason)
    if limit:
        return CalledScore(score, file, score.value >= limit, limit, source)
    if score.positive is not None:
        return CalledScore(score, file, score.positive, score.limit, _OWN)
    return CalledScore(
        score, file, None, reason=f"no limit is known for {score.tool}; the configuration sets one"
    )
