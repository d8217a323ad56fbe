"""What the editor shows of pages and files that are not one's own to work on.

Wagtail lists every page's title to whoever may sign in, and every picture and document through the
interface of its own scripts. The title of a draft has not been through the gate.
"""
