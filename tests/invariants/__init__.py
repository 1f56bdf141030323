"""What every test checks without asking: see each file. Installed once by ``tests/conftest.py``."""
