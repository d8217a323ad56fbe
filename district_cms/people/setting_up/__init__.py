"""What a new district still needs before families can read their first update, line by line."""
