"""What can happen in the room: publications are moved, published, put off and handed out."""

from colonnade.research.actions.downloads import count_download
from colonnade.research.actions.files import add_file, describe_cover, settle_cover
from colonnade.research.actions.harvesting import settle_harvest
from colonnade.research.actions.publishing import move_product, publish_product, put_off, release_version

__all__ = [
    "add_file",
    "count_download",
    "describe_cover",
    "move_product",
    "publish_product",
    "put_off",
    "release_version",
    "settle_cover",
    "settle_harvest",
]
