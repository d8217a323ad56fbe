"""What is announced of files."""

from django.dispatch import Signal

document_file_saved = Signal()
"""Sent after a document was saved together with its file, new or not. Arguments: `sender`
(`DistrictDocument`), `instance`."""
