"""Wagtail's page editor: the gate's findings beside the field, while someone writes."""
