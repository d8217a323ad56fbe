"""The classes of one school year go on in the next one, a school at a time."""
