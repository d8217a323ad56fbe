"""The email signature of every employee."""
