"""Classes from the student information system: which sections become which pages."""
