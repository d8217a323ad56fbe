"""What stood on a class page when a posting day ended: a record to read, and to print."""
