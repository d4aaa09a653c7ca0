"""Compile the tables in resources/knowledge from the sources' own files."""
