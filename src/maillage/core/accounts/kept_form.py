"""What a person was sending when their session ended: kept for an hour in the same browser, for them alone.

It is shown again once they signed in, and sent again by their own hand: nothing is done in their name. Files,
passwords and codes are never kept.
"""

import time
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

KEPT = "kept_form"
KEPT_FOR = 3600
SECRETS = frozenset({"password", "oldpassword", "password1", "password2", "code", "credential"})
# Longer than any text that a form takes; what is past it is not written into the session.
LONGEST = 100_000


@dataclass(frozen=True)
class KeptForm:
    """Where it was going, and its fields in their order, a name as often as it was sent."""

    path: str
    fields: tuple[tuple[str, str], ...]

    @property
    def texts(self) -> list[str]:
        """Return what a person wrote themselves, as far as it can be told from choices and numbers."""
        return [value for _name, value in self.fields if " " in value.strip() or "\n" in value.strip()]


def keep(request: HttpRequest, person: str) -> bool:
    """Keep what the request sends, for the person of this key; tell whether there was something to keep."""
    if request.method != "POST" or request.FILES or SECRETS & request.POST.keys():
        return False
    fields = [
        (name, str(value))
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    if not fields or sum(len(name) + len(value) for name, value in fields) > LONGEST:
        return False
    request.session[KEPT] = {
        "person": person,
        "path": request.get_full_path(),
        "fields": fields,
        "until": int(time.time()) + KEPT_FOR,
    }
    request.session.set_expiry(KEPT_FOR)  # a sign-in gives the session its own length again
    return True


def kept(request: HttpRequest) -> KeptForm | None:
    """Return what waits for the person who signed in, None when nothing does."""
    waiting: dict[str, Any] | None = request.session.get(KEPT)
    if not waiting or waiting["until"] < time.time() or waiting["person"] != str(request.user.pk):
        return None
    return KeptForm(waiting["path"], tuple((name, value) for name, value in waiting["fields"]))


def forget_unless_for(request: HttpRequest, person: str) -> None:
    """Forget what was kept for somebody else, as another person signs in here."""
    waiting = request.session.get(KEPT)
    if waiting and waiting["person"] != person:
        forget(request)


def forget(request: HttpRequest) -> None:
    """Forget what was kept, whoever it was for."""
    request.session.pop(KEPT, None)


def forget_if_sent_again(request: HttpRequest) -> None:
    """Forget what was kept once it is on its way again."""
    if request.method == "POST":
        waiting = request.session.get(KEPT)
        if waiting and waiting["path"] == request.get_full_path():
            forget(request)
