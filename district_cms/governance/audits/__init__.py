"""The audit of live pages: axe-core in a browser, dead links, and the gate's own rules again.

Nothing here changes a page. What is found is kept for the report; who has to mend it, and until
when, stands in `OutstandingPage`.
"""
