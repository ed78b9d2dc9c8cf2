"""Feature: learn."""
