"""Who may do what with accounts, staff records, and the pictures and documents of a school."""
