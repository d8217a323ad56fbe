"""The editor's screens about messages."""
