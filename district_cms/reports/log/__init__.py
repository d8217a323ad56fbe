"""The audit log for people: what was done, by whom, when, and whether the seal is intact."""
