"""Who teaches what, and what happens to the classes of a teacher who is away or leaves."""
