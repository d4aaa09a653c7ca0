"""Curated knowledge with its provenance, and the importers that compile it."""
