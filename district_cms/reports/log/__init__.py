"""The log as people read it: what was done, by whom, when, and whether it is as it was sealed."""
