"""Text messages: how a number is proved, what families text back, and the words of our own."""
