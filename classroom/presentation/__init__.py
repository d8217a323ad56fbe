"""What the public templates of classes show: whole pages, and the cards and lines within them."""
