"""Verbs of démarches. Each is one short transaction that ends with its journal entry."""
