"""Activities, athletics and school news: pages with posts that families can follow."""
