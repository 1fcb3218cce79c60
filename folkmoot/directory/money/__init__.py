"""The money chain: funder → programme → activity → place, in pence, with what is passed on counted once."""

from .chain import Chain, Link, chain_of, drawn, flow
from .told import Told, told_of

__all__ = ["Chain", "Link", "Told", "chain_of", "drawn", "flow", "told_of"]
