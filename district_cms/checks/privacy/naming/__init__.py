"""Who is named: lists of names and words, names by their shape, what people are called here."""
