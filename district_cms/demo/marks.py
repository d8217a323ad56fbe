"""The demo's logos: a larkspur in a circle, one color for each owner."""

import io
import math

from PIL import Image, ImageDraw

COLORS = ["#4a48b8", "#2f6f4f", "#8a4b1f", "#7a2f5d", "#1f5f7a", "#6b5a12"]
SIZE = 320
PETALS = 5


def draw_mark(number: int) -> bytes:
    """A PNG of 320 by 320 pixels. The same number gives the same picture."""
    scale = 2
    size = SIZE * scale
    image = Image.new("RGB", (size, size), "#ffffff")
    pen = ImageDraw.Draw(image)
    color = COLORS[number % len(COLORS)]
    pen.ellipse((8, 8, size - 8, size - 8), outline=color, width=14 * scale)
    center, reach, radius = size / 2, size * 0.19, size * 0.135
    for petal in range(PETALS):
        angle = -math.pi / 2 + petal * 2 * math.pi / PETALS
        x, y = center + reach * math.cos(angle), center + reach * math.sin(angle)
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=color)
    pen.ellipse((center - 40, center - 40, center + 40, center + 40), fill="#ffffff")
    # A notch for each owner keeps the files different, and so their hashes.
    for notch in range(number):
        x = center - number * 14 + notch * 28
        pen.rectangle((x, size * 0.86, x + 14, size * 0.89), fill=color)
    out = io.BytesIO()
    image.resize((SIZE, SIZE), Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()
