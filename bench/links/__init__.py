"""Yardstick of the network page."""
