"""The settings of what is measured beside our own site, which runs with those of production."""
