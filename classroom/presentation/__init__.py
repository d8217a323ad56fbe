"""The content of the public templates of classes: whole pages, and the cards and lines in them."""
