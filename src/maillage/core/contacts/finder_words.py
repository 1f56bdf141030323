"""An answer in words: whom to call, why them, why not others, until when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.core.contacts.rules import Answer, ContactFacts, NotChosen, Place, Proposed, Reason, Zone
from maillage.core.contacts.rules.answers import Code
from maillage.core.contacts.rules.facts import COMMUNE, DEPARTEMENT, EPCI
from maillage.core.ui.templatetags.ui import long_date

SENTENCES = {
    Code.ZONE_UNKNOWN: _("Nobody knows yet whether %(place)s belongs to %(zone)s: ask this contact."),
    Code.TO_CONFIRM: _("That %(place)s belongs to %(zone)s is still to be confirmed."),
    Code.ABSENT: _("%(who)s: away until %(day)s included."),
    Code.STANDS_IN: _("This contact stands in for: %(who)s."),
    Code.LEFT: _("%(who)s: does not answer any more since %(day)s."),
    Code.SUCCEEDS: _("This contact takes over from: %(who)s."),
    Code.COLLEAGUE: _("%(who)s cannot answer at present: this contact covers more widely and answers."),
    Code.CENTRAL: _("The central team answers for the whole département, whatever the question."),
    Code.NARROWER: _("%(who)s is in charge of %(zone)s in particular."),
    Code.NOT_YET: _("Answers here only from %(day)s."),
    Code.ENDED: _("Does not answer here any more since %(day)s."),
    Code.NOBODY_FOLLOWS: _("%(who)s does not answer at present, and nobody was named instead."),
}


@dataclass(frozen=True)
class ShownContact:
    """A contact as the public reads it. ``dialled`` is the number without anything that a telephone ignores.

    ``instead`` says in one sentence for whom it answers today; ``changes`` from which day that may change.
    """

    facts: ContactFacts
    why: tuple[str, ...]
    instead: str = ""
    changes: date | None = None
    certain: bool = True

    @property
    def dialled(self) -> str:
        """The telephone number as a link takes it."""
        return dialled(self.facts.phone)

    @property
    def title(self) -> str:
        """The function, after the name if the person agreed to show it."""
        return f"{self.facts.name}, {self.facts.function}" if self.facts.name else self.facts.function


@dataclass(frozen=True)
class PartnersOnSubject:
    """The partners who answer on one subject, or why nobody does (a declared gap)."""

    name: str
    summary: str
    contacts: tuple[ShownContact, ...]
    gap: str = ""


def dialled(phone: str) -> str:
    """Keep what a telephone dials: digits, and a leading +; « +33 (0)3 … » loses its 0 in brackets."""
    plain = phone.replace("(0)", "")
    return "".join(sign for sign in plain if sign.isdigit() or sign == "+")


def shown(proposed: Proposed, place: Place, subjects: Mapping[str, str]) -> ShownContact:
    """Put a proposal into words; ``subjects`` gives the names of subjects by key."""
    return ShownContact(
        facts=proposed.contact,
        why=tuple(_once(because(reason, place, subjects) for reason in proposed.reasons)),
        instead=_instead(proposed),
        changes=proposed.until,
        certain=proposed.certain,
    )


def because(reason: Reason, place: Place, subjects: Mapping[str, str]) -> str:
    """Return one reason as a sentence, with its date and its source."""
    if reason.code == Code.COVERS:
        return _covers(reason, place, subjects)
    return str(SENTENCES[reason.code]) % {
        "place": place.name,
        "who": reason.contact.function if reason.contact else "",
        "zone": zone_in_words(reason.zone) if reason.zone else "",
        "day": long_date(reason.day) if reason.day else "",
    }


def why_not(other: NotChosen, place: Place) -> str:
    """Say why a contact that one might have expected is not proposed."""
    return because(other.reason, place, {})


def zone_in_words(zone: Zone) -> str:
    """Name a zone: « la commune Toul », « le territoire Longwy », « tout le département »."""
    if zone.scope == DEPARTEMENT:
        return gettext("the whole département")
    pattern = {COMMUNE: gettext("the commune %(name)s"), EPCI: gettext("the intercommunalité %(name)s")}.get(
        zone.scope, gettext("the territory %(name)s")
    )
    return pattern % {"name": zone.name}


def partners_in_words(
    answer: Answer, subjects: Iterable[tuple[str, str, str]], names: Mapping[str, str]
) -> list[PartnersOnSubject]:
    """Return partners in the order of the subjects (key, name, summary); silent subjects are left out."""
    gaps = {gap.subject: gap.reason for gap in answer.gaps}
    lines = []
    for key, name, summary in subjects:
        contacts = tuple(shown(each, answer.place, names) for each in answer.partners.get(key, ()))
        if contacts or key in gaps:
            lines.append(PartnersOnSubject(name, summary, contacts, "" if contacts else gaps[key]))
    return lines


def _covers(reason: Reason, place: Place, subjects: Mapping[str, str]) -> str:
    zone, day = reason.zone, long_date(reason.day) if reason.day else ""
    words = {"place": place.name, "zone": zone.name if zone else "", "day": day}
    if zone is None or zone.scope == DEPARTEMENT:
        sentence = gettext("This contact answers for the whole département since %(day)s.") % words
    elif zone.scope == COMMUNE:
        sentence = gettext("This contact answers for %(place)s since %(day)s.") % words
    elif zone.scope == EPCI:
        sentence = (
            gettext("%(place)s is part of %(zone)s, for which this contact answers since %(day)s.") % words
        )
    else:
        sentence = (
            gettext("%(place)s is in the territory %(zone)s, for which this contact answers since %(day)s.")
            % words
        )
    if reason.subject:
        sentence = gettext("On « %(subject)s »: %(sentence)s") % {
            "subject": subjects.get(reason.subject, reason.subject),
            "sentence": sentence,
        }
    if reason.source:
        sentence = gettext("%(sentence)s (Source: %(source)s.)") % {
            "sentence": sentence,
            "source": reason.source.rstrip("."),
        }
    return sentence


def _instead(proposed: Proposed) -> str:
    """Say plainly that somebody answers in another's stead, and until when."""
    if proposed.stands_in_for is None:
        return ""
    absences = [each.day for each in proposed.reasons if each.code == Code.ABSENT and each.day]
    words = {"absent": proposed.stands_in_for.function, "who": proposed.contact.function}
    if absences:
        back = long_date(min(absences) + timedelta(days=1))
        return gettext("%(absent)s: away for now, back on %(day)s. Meanwhile, %(who)s answers you.") % {
            **words,
            "day": back,
        }
    return gettext("%(absent)s: does not answer any more. Now, %(who)s answers you.") % words


def _once(sentences: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(sentences))
