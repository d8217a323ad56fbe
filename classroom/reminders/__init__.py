"""Mail before and after a posting day: to teachers whose classes have nothing in, to principals."""
