"""What is announced of files."""

from django.dispatch import Signal

document_file_saved = Signal()
"""Sent after a document was saved together with its file, new or not. Arguments: `sender`
(`DistrictDocument`), `instance`."""

item_changing = Signal()
"""Sent before code saves a stored picture or document with another file or title. A receiver raises
`in_use.InUse` where live pages do not allow it. Arguments: `sender` (the model), `instance` (as it
would be), `changed` (of "file", "title", "collection")."""
