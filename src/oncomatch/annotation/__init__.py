"""Genome arithmetic: normalisation, consequences and HGVS descriptions."""
