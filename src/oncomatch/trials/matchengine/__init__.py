"""Matching as MatchEngine does it, for comparison; `trials.match` is how oncomatch matches.

The rules are those of dfci/matchengine-V2 (4f0497d), among them that a patient without data
passes each negated leaf.
"""
