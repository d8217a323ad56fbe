"""All classes of one person, and what is due there: a page to read, and a calendar."""
