"""Verbs of structures, by what they decide."""
