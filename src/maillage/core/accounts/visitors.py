"""Tells visitors apart by their network, and counts what each network asks; no address is kept."""

import time
from ipaddress import IPv6Address, ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from maillage.core.accounts.rules import holds_data_of_others

AN_HOUR = 3600  # seconds


def place_of(request: HttpRequest | None) -> str:
    """Return the network address of a request, as the declared proxy says it."""
    if request is None:
        return "here"
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return "an unknown address"


def network_of(request: HttpRequest) -> str:
    """Return whose requests are counted together: an IPv4 address, or the IPv6 network of one household."""
    place = place_of(request)
    try:
        address = ip_address(place)
    except ValueError:
        return place  # no address in the request, as behind a local socket: all of them count as one
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:  # a socket that speaks both: one /64 network would hold all of IPv4
            return str(address.ipv4_mapped)
        return str(ip_network((int(address), 64), strict=False))
    return str(address)


def visitor_of(request: HttpRequest, purpose: str) -> str:
    """Return a digest of the visitor's network, one for each purpose, of no use without the secret key."""
    return salted_hmac(purpose, network_of(request), algorithm="sha256").hexdigest()


def refuse_a_flood(request: HttpRequest, action: str, *, most: int) -> None:
    """Count one more ask of this visitor's network for an action; refuse it past ``most`` within an hour.

    The hour lasts from the first ask on, then another begins. The coordination and the officers ask as often
    as they need. All processes share the count; those that count at the same instant may let a few more
    through. Raises ValidationError, in words for the visitor.
    """
    if holds_data_of_others(request.user):
        return
    key, now = f"{action}.{visitor_of(request, action)}", time.time()
    asked, until = cache.get(key, (0, now + AN_HOUR))
    # Not ``cache.incr``: in a database it forgets when the hour ends.
    cache.set(key, (asked + 1, until), until - now)
    if asked >= most:
        raise ValidationError(
            _(
                "Many requests have just come from your network. What you typed is still here: send it again "
                "in an hour, or call the contact of your territory."
            )
        )
