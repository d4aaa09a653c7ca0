"""Mutational signatures: substitutions in their trinucleotides, and the fit of a catalogue."""
