"""The audit of live pages: by the publishing checks, in a browser, for dead links, with its
reports."""
