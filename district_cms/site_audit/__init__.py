"""The audit of live pages: in a browser, for dead links, with its reports."""
