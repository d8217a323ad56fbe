"""Memberships, credentials and quotes: declared by a person, reviewed where the office chose so."""
