"""Where a person is signed in."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from maillage.core.accounts.models import Person


def end_sessions(person: Person) -> int:
    """Sign a person out of every browser; return how many there were."""
    browsers = UserSession.objects.filter(user=person)
    Session.objects.filter(session_key__in=browsers.values("session_key")).delete()
    number: int = browsers.count()
    browsers.delete()
    return number
