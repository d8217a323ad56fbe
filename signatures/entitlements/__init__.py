"""Memberships and credentials: declared by a person, shown until their last day."""
