"""What the editor's menus leave out for who works in a school, and the help of our own in them."""
