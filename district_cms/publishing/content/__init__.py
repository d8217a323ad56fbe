"""The content of pages and objects, and the checks over it."""
