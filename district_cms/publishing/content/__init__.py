"""A page's or an object's content, and what the rules say of it."""
