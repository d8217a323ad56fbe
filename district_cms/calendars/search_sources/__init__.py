"""What the site's search knows of the calendar."""
