"""Classes that someone follows who does not teach them: chosen, and read in the staff area."""
