"""Reads the headers of an answer, and says what they leave open."""

import re

from django.conf import settings
from django.http.response import HttpResponse, HttpResponseBase

from maillage.config.headers import NEVER_ASKED

# Pages that a town hall or a partner shows inside its own.
FRAMED_ELSEWHERE = frozenset({"finder:frame", "directory:embedded"})
# Pages that carry a policy of their own, stricter than the house's: a box where nothing runs.
BOXED = frozenset({"demo_mailbox:formatted"})
# Addresses whose very purpose is a cookie: the language that the visitor has just chosen.
SET_A_COOKIE_ON_PURPOSE = {"ui:language": {settings.LANGUAGE_COOKIE_NAME}}
NONCE = re.compile(r"'nonce-[A-Za-z0-9+/=_-]{16,}'")


def policy_of(response: HttpResponseBase) -> dict[str, set[str]]:
    """Return the directives of the content security policy of an answer."""
    parts = (part.split() for part in response.headers.get("Content-Security-Policy", "").split(";"))
    return {name: set(values) for name, *values in filter(None, parts)}


def faults_of_policy(response: HttpResponseBase, *, framed: bool = False) -> list[str]:
    """Return what the content security policy of an answer leaves open."""
    policy = policy_of(response)
    faults = [
        f"{name} is not 'none'"
        for name in ("default-src", "object-src", "base-uri")
        if policy.get(name) != {"'none'"}
    ]
    scripts = {value for value in policy.get("script-src", {"'none'"}) if not NONCE.fullmatch(value)}
    if scripts - {"'none'"}:
        faults.append(f"script-src lets {scripts} run")
    if {value for value in policy.get("style-src", ()) if not NONCE.fullmatch(value)} != {"'self'"}:
        faults.append("style-src is not ours and nonces alone")
    if policy.get("form-action") != {"'self'"}:
        faults.append("forms may be sent elsewhere")
    if policy.get("frame-ancestors") != ({"*"} if framed else {"'none'"}):
        faults.append("frame-ancestors is not what the page needs")
    values = set().union(*policy.values())
    faults += [f"{word} stands there" for word in values if word.startswith("'unsafe-")]
    return faults


def faults_of_headers(response: HttpResponseBase) -> list[str]:
    """Return what the other headers of an answer lack."""
    expected = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    faults = [
        f"{name} is not {value}" for name, value in expected.items() if response.headers.get(name) != value
    ]
    resource = "cross-origin" if "Access-Control-Allow-Origin" in response.headers else "same-origin"
    if response.headers.get("Cross-Origin-Resource-Policy") != resource:
        faults.append(f"Cross-Origin-Resource-Policy is not {resource}")
    permissions = response.headers.get("Permissions-Policy", "")
    faults += [f"{name} is not closed" for name in NEVER_ASKED if f"{name}=()" not in permissions]
    content = response.headers.get("Content-Type", "")
    if content.startswith("text/") and "charset=utf-8" not in content.lower():
        faults.append(f"{content} does not say its encoding")
    return faults


def faults_of_caching(response: HttpResponseBase) -> list[str]:
    """Return why a cache might keep an answer to somebody who is signed in."""
    rule = response.headers.get("Cache-Control", "")
    picture = response.headers.get("Content-Type", "").startswith("image/")
    told_by_the_view = {"private, no-cache"} | ({"private, max-age=3600"} if picture else set())
    fine = "no-store" in rule or "public" in rule or rule in told_by_the_view
    return [] if fine else [f"a cache may keep it: « {rule} »"]


def faults_of_cookies(name: str, response: HttpResponse) -> list[str]:
    """Return the cookies that an answer to a visitor sets without need: a page without a form sets none."""
    cookies = set(response.cookies)
    if name in SET_A_COOKIE_ON_PURPOSE:
        cookies -= SET_A_COOKIE_ON_PURPOSE[name]
    html = response.headers.get("Content-Type", "").startswith("text/html")
    if html and "csrfmiddlewaretoken" in response.content.decode():
        cookies.discard(settings.CSRF_COOKIE_NAME)
    return [f"the cookie « {cookie} » without need" for cookie in sorted(cookies)]


def faults_of_answer(name: str, response: HttpResponse, *, signed_in: bool) -> list[str]:
    """Return all that the headers of an answer of an address, by its name, leave open."""
    faults = faults_of_headers(response)
    if name in BOXED and response.status_code == 200:
        box = policy_of(response)
        if "sandbox" not in box or box.get("default-src") != {"'none'"} or "script-src" in box:
            faults.append("the box lets something run")
    else:
        faults += faults_of_policy(response, framed=name in FRAMED_ELSEWHERE)
    return faults + (faults_of_caching(response) if signed_in else faults_of_cookies(name, response))
