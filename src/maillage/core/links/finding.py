"""What the network says, in words: the title of its page, then what each figure means."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.core.links.queries.network import NetworkFacts


@dataclass(frozen=True)
class Finding:
    """The title, which says the finding, and the sentences that follow it."""

    title: str
    sentences: tuple[str, ...]


def finding(facts: NetworkFacts) -> Finding:
    """Say what is new, who stands alone, and who joins territories."""
    if not facts.links:
        return Finding(_("No link fits these filters yet."), (_isolated(facts),))
    return Finding(_new(facts), (_across(facts), _isolated(facts), _keystones(facts)))


def compared_years(facts: NetworkFacts) -> tuple[int, int]:
    """Return the year that is told, and the one before it."""
    year = facts.filters.year or facts.on.year
    return year, year - 1


def _new(facts: NetworkFacts) -> str:
    year, before = compared_years(facts)
    new, old = facts.by_year[year], facts.by_year[before]
    words = ngettext("%(count)d new link in %(year)d", "%(count)d new links in %(year)d", new) % {
        "count": new,
        "year": year,
    }
    if new == old:
        return _("%(new)s, as many as the year before.") % {"new": words}
    if new > old:
        return _("%(new)s, %(more)d more than the year before.") % {"new": words, "more": new - old}
    return _("%(new)s, %(less)d fewer than the year before.") % {"new": words, "less": old - new}


def _across(facts: NetworkFacts) -> str:
    bridges = len(facts.survey.bridges)
    if not bridges:
        return _("No structure joins two territories yet.")
    across = facts.across
    links = ngettext(
        "%(count)d link joins two territories or more", "%(count)d links join two territories or more", across
    ) % {"count": across}
    return ngettext(
        "%(links)s, thanks to %(count)d structure.", "%(links)s, thanks to %(count)d structures.", bridges
    ) % {"links": links, "count": bridges}


def _isolated(facts: NetworkFacts) -> str:
    count = len(facts.isolated)
    if not count:
        return _("Every published structure is part of a link.")
    return ngettext(
        "%(count)d published structure of %(all)d is part of no link.",
        "%(count)d published structures of %(all)d are part of no link.",
        count,
    ) % {"count": count, "all": facts.published}


def _keystones(facts: NetworkFacts) -> str:
    groups = len(facts.survey.groups)
    words = ngettext("%(count)d group is linked together", "%(count)d groups are linked together", groups) % {
        "count": groups
    }
    count = len(facts.survey.keystones)
    if not count:
        return _("%(groups)s, and none hangs on a single structure.") % {"groups": words}
    return ngettext(
        "%(groups)s; without %(count)d structure, a group would fall apart.",
        "%(groups)s; without each of %(count)d structures, a group would fall apart.",
        count,
    ) % {"groups": words, "count": count}
