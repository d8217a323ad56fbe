"""The communications office's own words in messages to families: versions, previews, tests."""
