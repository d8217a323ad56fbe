"""Teacher, class and update pages; who teaches what; the posting ledger."""
