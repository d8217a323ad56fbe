"""Everyone's signature as files, with checksums and scripts for administrators."""
