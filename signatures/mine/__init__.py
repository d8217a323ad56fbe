""" "My signature": choosing, previewing and taking it, and reporting an error in the staff
record."""
