"""The doors at which providers tell what became of a message, and what families text back."""
