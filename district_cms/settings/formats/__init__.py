"""How Django and Wagtail write days and times where no screen of ours does: as `web.times` does."""
