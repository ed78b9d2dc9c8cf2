"""Feature: office."""
