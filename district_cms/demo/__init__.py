"""The fictional district."""
