"""How the district and each of its schools are doing: figures, never names."""
