"""What Django's ORM says in more statements than the database needs, and how long one may take."""
