"""Whole public pages, kept by each process for visitors whom nobody knows. See ADR 0009."""
