"""How the district, its schools and the site are doing: figures without names, and the log."""
