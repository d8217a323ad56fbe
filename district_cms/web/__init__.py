"""What every request and every job stands on: headers, limits, versions, times, mails."""
