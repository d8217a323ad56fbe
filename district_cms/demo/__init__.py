"""The fictional district for demos, development and measurements."""
