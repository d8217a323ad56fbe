"""Email through SendGrid, with its own library. No other package imports that library."""
