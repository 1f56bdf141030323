"""Security as a visitor, an attacker and a browser meet it."""
