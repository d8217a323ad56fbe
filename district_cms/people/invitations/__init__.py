"""Inviting someone to an account: the mail with its link, the first password, what became of it."""
