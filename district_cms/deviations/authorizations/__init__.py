"""A supervisor’s word that an employee may use a personal phone or account, for a time."""
