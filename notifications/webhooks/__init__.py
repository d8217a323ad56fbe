"""The webhooks by which providers report what became of messages, and what families text back."""
