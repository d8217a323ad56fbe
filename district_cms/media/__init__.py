"""Pictures, documents and recordings: upload, metadata removal, examination, serving."""
