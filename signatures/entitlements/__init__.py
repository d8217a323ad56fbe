"""Memberships, credentials and quotes: declared by a person, and reviewed if the office chose
that."""
