"""Controls and markup for assistive technology: names, roles, values (WCAG 4.1.2)."""
