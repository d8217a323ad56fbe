"""One module per picture format: each copies only the parts needed to render the picture.

Unknown parts are removed. Bytes in, bytes out; only `pixels` decodes a picture, with Pillow.
"""
