"""What every request and every job stands on: headers, rate limits, times, schedules."""
