"""How the site itself is doing: its worker, its disk, what waits, and the work that failed."""
