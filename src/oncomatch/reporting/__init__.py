"""From the case record to views, and from views to files."""
