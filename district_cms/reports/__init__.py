"""Reports about the district, its schools and the site; the audit log; exports of records."""
