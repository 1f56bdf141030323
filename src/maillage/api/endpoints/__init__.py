"""Reads of the open interface, by subject."""
