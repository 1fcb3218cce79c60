"""The list of parts of this copy as others' tools read it: CycloneDX 1.6, JSON.

It is made from the lock alone and nothing is fetched. The same lock gives the same bytes.
"""

from __future__ import annotations

import uuid
from importlib import metadata

from folkmoot.home.keeping import libraries
from folkmoot.home.keeping.libraries import Library

US = "folkmoot"


def sbom() -> dict:
    """A software bill of materials: every library of the lock, with its hashes and what needs it."""
    version, parts = libraries.version(), libraries.locked()
    ours = {"type": "application", "bom-ref": US, "name": US, "version": version}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, libraries.lock_digest())}",
        "version": 1,
        "metadata": {
            "timestamp": f"{libraries.as_of():%Y-%m-%d}T00:00:00Z",
            "component": ours | {"licenses": [{"expression": "AGPL-3.0-or-later"}]},
        },
        "components": [_component(one) for one in parts],
        "dependencies": [_needs(name, ref, parts) for name, ref in [(US, US), *((p.name, _ref(p)) for p in parts)]],
    }


def _ref(one: Library) -> str:
    """Its package URL (the purl specification: names in small letters, with hyphens)."""
    return f"pkg:pypi/{libraries.plain(one.name)}@{one.version}"


def _component(one: Library) -> dict:
    said = {
        "type": "library",
        "bom-ref": _ref(one),
        "name": one.name,
        "version": one.version,
        "purl": _ref(one),
        "hashes": [{"alg": "SHA-256", "content": each} for each in one.hashes],
    }
    if licence := _licence(one):
        said["licenses"] = [licence]
    if one.only_if:
        said["properties"] = [{"name": "folkmoot:only-if", "value": one.only_if}]
    return said


def _licence(one: Library) -> dict | None:
    """What the library says of itself, where it is installed; nothing is guessed."""
    try:
        about = metadata.metadata(one.name)
    except metadata.PackageNotFoundError:
        return None
    if expression := about.get("License-Expression"):
        return {"expression": expression}
    kinds = [row.rsplit(" :: ", 1)[-1] for row in about.get_all("Classifier", ()) if row.startswith("License :: ")]
    return {"license": {"name": " and ".join(kinds)}} if kinds else None


def _needs(name: str, ref: str, parts: list[Library]) -> dict:
    return {"ref": ref, "dependsOn": [_ref(one) for one in parts if name in one.asked_for_by]}
