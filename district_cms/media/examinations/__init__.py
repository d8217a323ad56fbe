"""Examinations of uploaded files: when they happen, what is kept, what the gate says of them.

How a file is read stands in `checks.documents`, which is pure.
"""
