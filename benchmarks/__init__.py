"""Measures what pages cost in CPU time against an empty page on the same stack."""
