"""The British National Grid to degrees: for the eastings and northings of open postcode files."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

# Ordnance Survey, "A guide to coordinate systems in Great Britain", annexes A to C.
AIRY = (6_377_563.396, 6_356_256.909)
WGS84 = (6_378_137.0, 6_356_752.314_245)
SCALE, NORTH_0, EAST_0 = 0.999_601_2717, -100_000.0, 400_000.0
LATITUDE_0, LONGITUDE_0 = np.radians(49.0), np.radians(-2.0)
SHIFT = (446.448, -125.157, 542.060)
TURN = np.radians(np.array([0.1502, 0.2470, 0.8421]) / 3600)
STRETCH = -20.4894e-6


def to_degrees(eastings: ArrayLike, northings: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """WGS84 latitudes and longitudes of grid points in metres, within 5 m of the published ones on land.

    The seven-number Helmert change of datum; the full OSTN15 grid is needed for better.
    """
    latitude, longitude = _off_the_grid(np.asarray(eastings, float), np.asarray(northings, float))
    x, y, z = _turned(*_upright(latitude, longitude, *AIRY))
    latitude, longitude = _flat(x, y, z, *WGS84)
    return np.degrees(latitude), np.degrees(longitude)


def _off_the_grid(east: np.ndarray, north: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Annex C.2: the transverse Mercator projection undone, on the Airy ellipsoid."""
    a, b = AIRY[0] * SCALE, AIRY[1] * SCALE
    latitude = LATITUDE_0 + (north - NORTH_0) / a
    for _ in range(8):
        latitude = latitude + (north - NORTH_0 - _arc(latitude, a, b)) / a
    squared = (AIRY[0] ** 2 - AIRY[1] ** 2) / AIRY[0] ** 2
    sine, tangent, secant = np.sin(latitude), np.tan(latitude), 1 / np.cos(latitude)
    nu = a / np.sqrt(1 - squared * sine**2)
    rho = a * (1 - squared) / (1 - squared * sine**2) ** 1.5
    eta, t2, d = nu / rho - 1, tangent**2, east - EAST_0
    seven = tangent / (2 * rho * nu)
    eight = tangent / (24 * rho * nu**3) * (5 + 3 * t2 + eta - 9 * t2 * eta)
    nine = tangent / (720 * rho * nu**5) * (61 + 90 * t2 + 45 * t2**2)
    ten = secant / nu
    eleven = secant / (6 * nu**3) * (nu / rho + 2 * t2)
    twelve = secant / (120 * nu**5) * (5 + 28 * t2 + 24 * t2**2)
    more = secant / (5040 * nu**7) * (61 + 662 * t2 + 1320 * t2**2 + 720 * t2**3)
    return (
        latitude - seven * d**2 + eight * d**4 - nine * d**6,
        LONGITUDE_0 + ten * d - eleven * d**3 + twelve * d**5 - more * d**7,
    )


def _arc(latitude: np.ndarray, a: float, b: float) -> np.ndarray:
    """The length of the meridian from the true origin to a latitude."""
    n = (a - b) / (a + b)
    less, more = latitude - LATITUDE_0, latitude + LATITUDE_0
    return b * (
        (1 + n + 1.25 * n**2 + 1.25 * n**3) * less
        - (3 * n + 3 * n**2 + 21 / 8 * n**3) * np.sin(less) * np.cos(more)
        + 15 / 8 * (n**2 + n**3) * np.sin(2 * less) * np.cos(2 * more)
        - 35 / 24 * n**3 * np.sin(3 * less) * np.cos(3 * more)
    )


def _upright(latitude, longitude, a: float, b: float):
    """Annex B.1: degrees on an ellipsoid to metres from the middle of the earth, at height 0."""
    squared = (a**2 - b**2) / a**2
    nu = a / np.sqrt(1 - squared * np.sin(latitude) ** 2)
    flat = nu * np.cos(latitude)
    return flat * np.cos(longitude), flat * np.sin(longitude), (1 - squared) * nu * np.sin(latitude)


def _turned(x, y, z):
    """The Helmert change from OSGB36 to WGS84."""
    rx, ry, rz = TURN
    grown = 1 + STRETCH
    return (
        SHIFT[0] + grown * x - rz * y + ry * z,
        SHIFT[1] + rz * x + grown * y - rx * z,
        SHIFT[2] - ry * x + rx * y + grown * z,
    )


def _flat(x, y, z, a: float, b: float):
    """Annex B.2: metres from the middle of the earth to degrees on an ellipsoid."""
    squared = (a**2 - b**2) / a**2
    across = np.hypot(x, y)
    latitude = np.arctan2(z, across * (1 - squared))
    for _ in range(6):
        nu = a / np.sqrt(1 - squared * np.sin(latitude) ** 2)
        latitude = np.arctan2(z + squared * nu * np.sin(latitude), across)
    return latitude, np.arctan2(y, x)
