"""What the queue calls."""

from ..models import DistrictImage
from .shown import make_copies


def make_copies_of(image_id: int) -> str:
    """Those of one picture, unless it is gone."""
    image = DistrictImage.objects.filter(pk=image_id).first()
    if image is None:
        return f"picture {image_id}: gone"
    return f"picture {image_id}: {make_copies(image)} copies"
