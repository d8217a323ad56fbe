"""Reports about the district, its schools and the site: figures without names, and the audit
log."""
