"""Email through SendGrid, by its own library. Nothing outside imports that library."""
