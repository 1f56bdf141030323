"""Verbs of the ledger of links. Each is one short transaction that ends with its journal entry."""
