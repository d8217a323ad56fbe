"""What cannot be served, answered in words: requests, and a database of before."""
