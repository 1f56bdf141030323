"""How the states of a link follow each other, and when news is expected next."""

from datetime import date, timedelta

from maillage.core.links.models import Link

_State = Link.State
# What may follow each state. A link that was over may be taken up again: its past stays.
NEXT: dict[str, tuple[Link.State, ...]] = {
    _State.PROPOSED: (_State.ACCEPTED, _State.UNDER_WAY, _State.REALISED, _State.ABANDONED),
    _State.ACCEPTED: (_State.UNDER_WAY, _State.REALISED, _State.ABANDONED),
    _State.UNDER_WAY: (_State.REALISED, _State.ABANDONED),
    _State.REALISED: (_State.UNDER_WAY,),
    _State.ABANDONED: (_State.PROPOSED, _State.UNDER_WAY),
}
# After so many days in a state, someone asks for news.
NEWS_AFTER = {_State.PROPOSED: 14, _State.ACCEPTED: 30, _State.UNDER_WAY: 90}
LONGEST_WAIT = timedelta(days=366)


def news_on(state: str, since: date) -> date | None:
    """Return by which day news is expected of a link that came into a state; None when it is over."""
    days = NEWS_AFTER.get(Link.State(state))
    return since + timedelta(days=days) if days else None
