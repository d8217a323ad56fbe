"""Metadata for search engines, messengers and browsers: heads, pictures, sitemaps."""
