"""The second step at sign-in: an authenticator app or passkeys, and codes in case they are lost.

A password alone makes half a sign-in where a second step is on or overdue: the middleware shows
such a session to all the rest of the site as nobody's. docs/adr/0019 says why.
"""
