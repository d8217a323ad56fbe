"""Recognizes names: by lists, by shape, and by the words around them."""
