"""Invites people to an account: the mail with its link, the first password, and the state of the
invitation."""
