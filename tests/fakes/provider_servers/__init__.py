"""Both providers as real HTTP servers on this machine, held to their published descriptions."""
