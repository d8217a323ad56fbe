"""Organizations whose name and logos the district shows: itself, its schools, professional ones."""
