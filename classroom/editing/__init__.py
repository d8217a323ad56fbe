"""The forms of our pages in the page editor, and the screens beside them."""
