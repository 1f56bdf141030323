"""Maillage: the platform of a département's solidarity-economy officers and their partners."""

__version__ = "0.1.0"
