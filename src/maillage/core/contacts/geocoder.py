"""The service that knows addresses, when the portal names one (setting ``GEOCODER``): address → communes.

It speaks the search API of the French national address base (addok): ``GET /search/?q=…`` answers GeoJSON
whose features carry ``citycode``, an INSEE code. Only what the visitor typed is sent.
"""

import json
from http.client import HTTPException
from urllib.parse import urlencode
from urllib.request import Request

from django.conf import settings
from django.utils import timezone

from maillage.core.territories.models import Municipality
from maillage.core.ui.outgoing import opener

PATIENCE = 3.0  # seconds
MOST_ANSWERS = 5
LEAST_SCORE = 0.4  # under it, the service itself calls its answer a guess
BIGGEST = 200_000  # bytes


class GeocoderError(Exception):
    """The service did not answer, or not as it should: nothing was found out."""


def communes_of(address: str) -> list[Municipality]:
    """Return the communes of today that an address may lie in, best first, or raise GeocoderError."""
    query = urlencode({"q": address, "limit": MOST_ANSWERS, "autocomplete": 0})
    request = Request(f"{settings.GEOCODER}/search/?{query}", headers={"Accept": "application/json"})  # noqa: S310 -- the setting is checked to be http or https
    try:
        with opener().open(request, timeout=PATIENCE) as answer:
            features = json.loads(answer.read(BIGGEST))["features"]
            codes = [
                str(feature["properties"]["citycode"])
                for feature in features
                if feature["properties"].get("score", 1) >= LEAST_SCORE
            ]
    except (OSError, HTTPException, ValueError, KeyError, TypeError, AttributeError) as error:
        raise GeocoderError(type(error).__name__) from error
    rank = {code: place for place, code in reversed(list(enumerate(codes)))}
    today = timezone.localdate()
    found = Municipality.objects.communes_at(today).filter(scheme=Municipality.Scheme.INSEE, code__in=rank)
    return sorted(found, key=lambda commune: rank[commune.code])
