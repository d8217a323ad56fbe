"""The posting ledger: computed from postings, which can be rebuilt from Wagtail's log."""
