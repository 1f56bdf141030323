"""Whole files anyone may take and reuse, each with its schema."""
