"""Imports files: parsed rows with located errors, a plan, a preview, one atomic write."""
