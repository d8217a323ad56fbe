"""The district's procedure as code: clauses, their strength, posting days, months. Pure."""
