"""The pages of the demo district that stand for all that families meet, by their paths."""

# One page of each type that families meet, by its path.
PUBLIC_PAGES = {
    "home": "/",
    "school": "/juniper-creek/",
    "teacher": "/juniper-creek/ms-rivera/",
    "class": "/juniper-creek/ms-rivera/2026-27/math-3/",
    # With a picture, a table and assignments.
    "update": "/larkspur-high/mr-marchetti/2026-27/geometry/2026-10-06/",
    "standard-page": "/enrollment/",
    "curriculum-section": "/curriculum/",
    "curriculum-page": "/curriculum/spanish-1/",
    "calendar": "/calendar/",
    "school-calendar": "/calendar/juniper-creek/",
    "each-school": "/calendar/schools/",
    "district-news": "/district-news/",
    "add-to-calendar": "/calendar/add/",
    "search": "/search/?q=math",
    "search-without-results": "/search/?q=xylophone",
    "report-a-barrier": "/accessibility/report/?page=/juniper-creek/",
    "accessibility-statement": "/accessibility/",
    "privacy": "/privacy/",
    "page-of-rules": "/procedure/",
    "not-found": "/nothing-is-here/",
    "activity": "/juniper-creek/garden-club/",
    "post": "/juniper-creek/garden-club/2026-11-20/",
}


def in_spanish(path: str) -> str:
    """The address of the same page in Spanish."""
    return f"{path}{'&' if '?' in path else '?'}lang=es"
