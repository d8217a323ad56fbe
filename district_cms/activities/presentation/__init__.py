"""What the public pages of activities show, and what messages tell of their posts."""
