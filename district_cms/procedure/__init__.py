"""The district's procedure as code: clauses, strengths, posting days, months. Pure."""
