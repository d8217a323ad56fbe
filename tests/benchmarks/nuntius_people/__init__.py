"""The people and lists that nuntius asks a project for."""
