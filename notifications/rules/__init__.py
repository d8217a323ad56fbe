"""The outbox's rules. Pure: no clock, no database, no settings."""
