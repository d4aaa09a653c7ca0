"""Open trials: criteria read from the registry, a dated snapshot, and matching."""
