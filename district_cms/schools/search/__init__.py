"""The search of the public site: what a family types, and what of the site answers it.

Two tiers, see docs/adr/0016. What has a name (schools, teachers, classes, activities, pages) stands
in a small table of its own (`models.Findable`), kept by the same doors that publish and take down
(`keeping`); rooms above say what is known of their pages (`sources`). What only stands in a text
(updates, posts) is found in Wagtail's own index (`texts`).
"""
