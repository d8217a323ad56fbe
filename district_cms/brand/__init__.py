"""Organizations with their logos and statements, and the look that the website takes from them."""
