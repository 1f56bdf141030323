"""Tells visitors apart without keeping who they are."""

import ipaddress
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def visitor_of(request: HttpRequest) -> str:
    """A digest of the visitor's network address, of no use without the portal's secret."""
    return salted_hmac("esspresso.visitor", _network(_address(request)), algorithm="sha256").hexdigest()


def _address(request: HttpRequest) -> str:
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    # Only the address that the portal's own proxy added is trusted: the last one.
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None) and forwarded:
        return str(forwarded).rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def _network(address: str) -> str:
    """The address, or the /64 network that one subscriber holds in IPv6."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return quote(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
