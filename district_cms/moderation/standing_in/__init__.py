"""Stand-ins whom principals choose, and what is passed on to them after some school days."""
