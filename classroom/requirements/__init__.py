"""What an update must contain, and whether another one covers the same days."""
