"""What the page editor shows of our pages: their forms and the screens beside them."""
