"""The short form for posting an update, which writes the same drafts as the page editor."""
