""" "24 de noviembre de 2026" and "martes 24 de noviembre de 2026, 4:00 p. m."."""

DATE_FORMAT = r"j \d\e F \d\e Y"
TIME_FORMAT = "g:i a"
DATETIME_FORMAT = r"l j \d\e F \d\e Y, g:i a"
MONTH_DAY_FORMAT = r"j \d\e F"
SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y, g:i a"
