"""Limits what the editor shows of pages and files that the account may not edit.

Wagtail lists the titles of all pages to everyone who may sign in, and all pictures and documents
through its admin API. The title of a draft has not passed the gate.
"""
