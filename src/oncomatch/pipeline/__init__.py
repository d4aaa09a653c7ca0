"""The order of the steps: read → annotate → match therapies → match trials → report."""
