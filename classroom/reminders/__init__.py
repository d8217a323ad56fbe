"""Mail before and after a posting day: to teachers whose classes have no update, and to
principals."""
