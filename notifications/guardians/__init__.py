"""Guardians whom the district listed: the contact file, and whom a message may reach."""
