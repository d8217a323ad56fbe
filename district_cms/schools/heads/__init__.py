"""What search engines, messengers and browsers read of the site: heads, pictures, maps."""
