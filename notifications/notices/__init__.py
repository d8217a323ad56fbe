"""Notices to families: a teacher's to a class, and urgent ones to schools."""
