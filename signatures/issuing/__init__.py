"""Which signature a person took, and who gets mail about a newer one."""
