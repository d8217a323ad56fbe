"""Who teaches what, and what becomes of it when a teacher is away or leaves."""
