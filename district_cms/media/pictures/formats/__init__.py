"""One module per picture format: each copies only the parts that draw the picture.

Unknown parts are removed. Bytes in, bytes out; only `pixels` decodes a picture, with Pillow.
"""
