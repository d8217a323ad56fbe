"""The editor's screens for notices: the message, the class notice, and the list of all."""
