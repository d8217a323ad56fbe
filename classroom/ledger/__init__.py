"""The posting ledger: kept from postings, and worked out again from history."""
