"""Dates and times as people in the district type them: read by one grammar, said back in words.

`grammar` reads the characters, `meaning` decides which day or time they are and refuses the rest,
`fields` and `widgets` put both into forms. Nothing here guesses (docs/adr/0010).
"""
