"""Yardsticks of « Trouver mon contact » on the web; run ``python -m bench.contacts_web``."""
