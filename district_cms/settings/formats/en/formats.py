"""Formats such as "November 24, 2026" and "Tuesday, November 24, 2026, 4:00 pm"; "am" and "pm" are
in the catalog `locale/overrides`."""

DATE_FORMAT = "F j, Y"
TIME_FORMAT = "g:i a"
DATETIME_FORMAT = "l, F j, Y, g:i a"
MONTH_DAY_FORMAT = "F j"
SHORT_DATE_FORMAT = "M j, Y"
SHORT_DATETIME_FORMAT = "M j, Y, g:i a"
