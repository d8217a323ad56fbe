"""Notices to families: class notices by teachers, and urgent notices to schools."""
