"""The search of the public site.

Two tiers, see docs/adr/0016. Everything with a name (schools, teachers, classes, activities, pages)
is in a small table of its own (`models.Findable`), which `index` updates on publishing and
unpublishing; packages above register what is known of their pages (`sources`). Words within texts
(updates, posts) are found in Wagtail's own index (`texts`).
"""
