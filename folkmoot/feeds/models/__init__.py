"""When somebody's news is mailed, who follows by mail alone, each mail of news, and private addresses of lists."""

from .address import PrivateAddress
from .digest import Digest
from .follower import Follower, News
from .timing import Timing

__all__ = ["Digest", "Follower", "News", "PrivateAddress", "Timing"]
