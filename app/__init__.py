"""Ohjaajapolku: training for new online peer facilitators."""
