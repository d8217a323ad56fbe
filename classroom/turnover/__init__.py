"""The school year turns over: one year is closed, the next one opened."""
