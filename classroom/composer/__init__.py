"""The short form for posting an update. It writes the same drafts as the page editor."""
