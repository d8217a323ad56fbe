"""What a class page showed when a posting day ended, as a record to read and print."""
