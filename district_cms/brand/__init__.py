"""Organizations with their logos and statements, and the look of the website."""
