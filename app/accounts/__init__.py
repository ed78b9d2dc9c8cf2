"""Joining, signing in and out, and what people decide about their own account."""
