"""Records for those who ask for them: everything about one person, and a school year whole."""
