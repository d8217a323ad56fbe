"""The Outbox in the editor."""
