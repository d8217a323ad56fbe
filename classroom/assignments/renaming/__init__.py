"""A teacher has another last name: their page is given it when someone says so, never by itself."""
