"""The calendar of the district, its schools and classes: on the site and for calendar programs."""
