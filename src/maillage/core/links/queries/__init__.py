"""Reads of the ledger: lists, sheets, totals, and the network that links make."""
