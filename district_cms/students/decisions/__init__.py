"""Imports what families decided: opt-outs of directory information, and releases."""
