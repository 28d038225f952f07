"""What gives a publication its place on the web: listings, a sitemap, feeds, a catalog of the e-books.

Pure: from the artifacts of the manifest to files. Nothing of it is made without the setting `base_url`.
"""

from __future__ import annotations

from collections.abc import Sequence

from openletter.model import Artifact
from openletter.publish.site import atom, listing, opds, sitemap
from openletter.publish.site.entries import entries


def write(artifacts: Sequence[Artifact], base: str) -> dict[str, bytes]:
    """Files by their paths in the output folder; none where there is no address."""
    found = entries(artifacts, base) if base else []
    if not found:
        return {}
    return {
        **sitemap.write(found, base),
        **atom.write(found, base),
        **opds.write(found, base),
        **listing.write(found),
    }
