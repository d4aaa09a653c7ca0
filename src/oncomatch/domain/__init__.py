"""The nouns of the field as frozen values: no files, no network, the standard library only."""
