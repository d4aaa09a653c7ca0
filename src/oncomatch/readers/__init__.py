"""File formats in, domain values out."""
