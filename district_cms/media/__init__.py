"""Pictures, documents and recordings: upload, removal of metadata, examination, serving."""
