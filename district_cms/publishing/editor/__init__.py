"""Wagtail's page editor: shows the gate's findings beside the field while someone writes."""
