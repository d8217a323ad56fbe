"""Text messages: how a number is verified, what families text back, and our own messages."""
