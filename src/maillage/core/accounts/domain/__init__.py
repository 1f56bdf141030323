"""What can be done with accounts: invite and welcome, give and end roles, keep one's own data."""
