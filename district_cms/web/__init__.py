"""The base of every request and job: headers, limits, versions, times, mails."""
