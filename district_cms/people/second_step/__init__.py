"""The second step at sign-in: allauth's authenticator apps, passkeys and recovery codes, with our
limits, mails and log entries, and the district's rule of whom it is required.
"""
