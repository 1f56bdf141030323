"""Papers: one sheet for a commune, and the contacts of all territories."""

from collections.abc import Iterable
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.contacts.finder_pages import AnswerPage, Everyone, TerritorySheet
from maillage.core.contacts.finder_words import PartnersOnSubject, ShownContact
from maillage.core.contacts.rules import SubjectFacts
from maillage.core.portal.models import Portal
from maillage.core.territories.sections import Mention
from maillage.core.ui.paper import typeset_once
from maillage.core.ui.templatetags.ui import long_date

TEMPLATES = Path(__file__).parent / "paper"
NO_BREAK = "\N{NO-BREAK SPACE}"


def answer_pdf(page: AnswerPage, portal: Portal, address: str) -> bytes:
    """One page to pin up: whom to call for a commune, and what they can do. ``address`` is the permalink."""
    return typeset_once(
        TEMPLATES / "answer.typ",
        {
            **_frame(portal, _("Your contact for %(name)s") % {"name": page.commune.name}),
            "lead": _("Territory: %(name)s") % {"name": page.territory.name} if page.territory else "",
            "contacts": [_contact(each) for each in (page.officers or page.central)],
            "fallback": [_contact(each) for each in page.fallback],
            "offer": _offer(page.offer),
            "partners": _partners(page.partners),
            "why": list(page.first.why) if page.first else [],
            "address": address,
            "words": {**_words(), "why": _("Why this contact")},
        },
    )


def everyone_pdf(page: Everyone, portal: Portal, address: str) -> bytes:
    """The contacts of all territories, the offer and the central team. ``address`` is that of the page."""
    return typeset_once(
        TEMPLATES / "everyone.typ",
        {
            **_frame(portal, _("Contacts on the territories and what they offer")),
            "lead": _(
                "In each territory, a person who knows its structures and helps your project to succeed."
            ),
            "offer": _offer(page.offer),
            "sheets": [_sheet(each) for each in page.sheets],
            "central": [_contact(each) for each in page.central],
            "mentions": _mentions(page.mentions),
            "address": address,
            "words": _words(),
        },
    )


def _frame(portal: Portal, title: str) -> dict[str, object]:
    return {
        "title": title,
        "author": portal.name,
        "occasion": portal.place,
        "footer": _("On %(day)s. Contacts change: the page says what holds today.")
        % {"day": long_date(timezone.localdate())},
    }


def _words() -> dict[str, str]:
    return {
        "offer": _("What we can do for you"),
        "partners": _("Partners, by subject"),
        "central": _("The central team"),
        "fallback": _("Nobody answers?"),
        "together": _("What is done together here:"),
        "everywhere": _("What is done with the whole département:"),
        "nobody": _("No officer is named here at the moment: the central team answers."),
        "page": _("This page, always up to date:"),
    }


def _sheet(sheet: TerritorySheet) -> dict[str, object]:
    return {
        "name": sheet.territory.name,
        "contacts": [_contact(each) for each in sheet.officers],
        "partners": _partners(sheet.partners),
        "mentions": _mentions(sheet.mentions),
    }


def _contact(contact: ShownContact) -> dict[str, object]:
    facts = contact.facts
    lines = [facts.hours, facts.place, facts.web]
    return {
        "title": contact.title,
        "organisation": facts.organisation,
        "instead": contact.instead,
        "phone": facts.phone.replace(" ", NO_BREAK),
        "email": facts.email,
        "lines": [line for line in lines if line],
    }


def _offer(subjects: Iterable[SubjectFacts]) -> list[dict[str, str]]:
    return [{"name": each.name, "summary": each.summary} for each in subjects]


def _partners(lines: Iterable[PartnersOnSubject]) -> list[dict[str, object]]:
    return [
        {
            "name": line.name,
            "contacts": [_contact(each) for each in line.contacts],
            "gap": _("No partner yet: %(reason)s") % {"reason": line.gap} if line.gap else "",
        }
        for line in lines
    ]


def _mentions(mentions: Iterable[Mention]) -> list[dict[str, str]]:
    return [{"name": each.name, "summary": each.summary} for each in mentions]
