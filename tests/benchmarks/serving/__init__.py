"""The website behind a real web server, asked by a program that costs next to nothing.

Used by `test_serving`: what a class page costs beside one that is built as plain Wagtail does it,
and beside a bare view.
"""
