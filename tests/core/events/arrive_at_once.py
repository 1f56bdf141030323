"""A process that registers people one after the other: event, first number, how many."""

import random
import sys
import time

import django

django.setup()

from maillage.core.events.domain.registering import register  # noqa: E402 -- Django is set up above
from maillage.core.events.models import Event  # noqa: E402 -- Django is set up above

event, first, count = (int(argument) for argument in sys.argv[1:])
for number in range(first, first + count):
    register(
        event=Event.objects.get(pk=event),
        name="Invitée (démonstration)",
        email=f"invitee-{number}@example.org",
    )
    time.sleep(random.uniform(0.02, 0.08))  # noqa: S311 -- the time that a page takes, not a secret
