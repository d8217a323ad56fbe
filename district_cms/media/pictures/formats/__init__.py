"""Picture files taken apart: which parts draw the picture, and which only tell about it.

One module per container. Each walks its file from the first byte to the last and copies the parts
that are needed to draw the picture, by a list of what is *kept*: whatever a camera, a phone or an
editor invents next is removed without our knowing its name. Bytes in, bytes out; only `pixels`
decodes a picture, with Pillow.
"""
