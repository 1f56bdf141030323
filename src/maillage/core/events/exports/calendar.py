"""A calendar file of an event, which telephones and office suites import."""

from datetime import UTC

from django.utils import timezone
from icalendar import Calendar, vText
from icalendar import Event as Entry

from maillage.core.events.domain.letters import where
from maillage.core.events.models import Event


def calendar(event: Event, address: str) -> bytes:
    """Return the .ics of an event; ``address`` is its page. Imported again after a change, it moves."""
    entry = Entry()
    entry.add("uid", f"{event.public_id}@maillage")
    entry.add("sequence", event.version)
    entry.add("dtstamp", timezone.now().astimezone(UTC))
    entry.add("dtstart", event.starts_at.astimezone(UTC))
    entry.add("dtend", event.ends_at.astimezone(UTC))
    entry.add("summary", event.title)
    entry.add("location", vText(where(event)))
    entry.add(
        "description", "\n\n".join(part for part in (event.summary, event.access_note, address) if part)
    )
    entry.add("url", address)
    entry.add("status", "CANCELLED" if event.state == Event.State.CANCELLED else "CONFIRMED")
    whole = Calendar()
    whole.add("prodid", "-//Maillage//Rencontres//FR")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add_component(entry)
    return bytes(whole.to_ical())
