"""The public page of rules: labels, totals, and the snapshots that the office publishes."""
