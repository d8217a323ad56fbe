"""The site's pages: page types, blocks, the frame around them, the school year."""
