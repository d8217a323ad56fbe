"""Organizations with their logos and statements, and the look that the website derives from
them."""
