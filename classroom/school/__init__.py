"""A school at a glance, for its principals: its classes by posting days."""
