"""How a file comes in: rows with located errors, a plan, a preview, one atomic apply."""
