"""Schools where updates go live at once and their principal reads them later. See ADR 0004."""
