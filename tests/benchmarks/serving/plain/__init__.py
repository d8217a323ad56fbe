"""A class page with the same content as ours, as one builds it by Wagtail's tutorial and its bakery
demo. The peer of the benchmarks and nothing else: only they install this app.

A fair one: whoever knows Wagtail well would take it for good work. Its lists are query sets of the
page's own type, its blocks have templates, its settings are Wagtail's, and it has less to do than
ours: no second language, no notices, no data for search engines, no shared pictures. Its habits are
those of the tutorial: menus are read from the tree by tags, pictures are drawn by tags, a page asks
for what it needs where it needs it, and nothing is fetched ahead or kept from one request to the
next but what Wagtail keeps by itself.
"""
