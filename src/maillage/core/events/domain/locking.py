"""One lock for each event: whoever takes, frees or counts seats holds the event's row."""

from maillage.core.events.models import Event


def locked(event: Event) -> Event:
    """Read an event again and hold it until the transaction ends; the others wait for their turn."""
    return Event.objects.select_for_update().get(pk=event.pk)
