"""Saying the language of a page, of a block, of a passage: what is offered, and its controls."""
