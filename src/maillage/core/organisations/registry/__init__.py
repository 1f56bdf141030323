"""The registry of companies (« Recherche d'entreprises »): asked politely, never trusted blindly."""
