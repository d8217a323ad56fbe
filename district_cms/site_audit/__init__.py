"""The audit of live pages by the checks, in a browser, and for dead links."""
