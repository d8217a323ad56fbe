"""The screens of the second step: at sign-in, in one's own account, and an administrator's."""
