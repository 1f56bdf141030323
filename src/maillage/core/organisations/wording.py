"""Codes of structures put into words: why the ESS answer, why two sheets resemble each other, which field."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.core.organisations.models import Organisation

Words = str | Promise

ESS_REASONS: Mapping[str, Words] = {
    "association": _("It is a declared association: the law counts associations in."),
    "association_out": _("This kind of association is outside the perimeter that is usually counted."),
    "cooperative": _("It is a cooperative: the law counts cooperatives in."),
    "mutual": _("It is a mutual society: the law counts them in."),
    "foundation": _("It is a foundation: the law counts foundations in."),
    "statutes": _("Its statutes, read by a person, are those of a cooperative."),
    "company_statutes": _("It is a commercial company whose statutes follow the law on ESS."),
    "excluded_activity": _(
        "Its main activity is outside the perimeter (public administration, unions, parties, cults)."
    ),
    "public_law": _("It is a public body: the law speaks of private ones."),
    "natural_person": _("It is a person in business alone: the law speaks of structures."),
    "no_category": _("Its legal category is not known yet."),
    "no_activity": _("Its legal category fits, but its activity is not known, and some are left out."),
    "unread_activity": _(
        "Its legal category fits, but the rules do not know its activity code yet, and some activities are "
        "left out."
    ),
    "two_answers": _("The rules answer yes and no for its activity code: a person must decide."),
    "no_rule": _("The rules say nothing of this legal category: the statutes decide."),
}
LAW = _("Law no. 2014-856 of 31 July 2014, article 1")

MATCH_REASONS: Mapping[str, Words] = {
    "same_siret": _("the same SIRET"),
    "same_siren": _("the same SIREN"),
    "same_name": _("the same name"),
    "alike_name": _("names that resemble each other"),
    "acronym": _("the acronym of one is the name of the other"),
    "same_contact": _("the same telephone number or e-mail address"),
    "same_address": _("the same address"),
    "same_commune": _("the same commune"),
    "other_commune": _("two different communes"),
}


def field_name(field: str) -> str:
    """Return how a field of a sheet reads."""
    names = {each.name: each.verbose_name for each in Organisation._meta.fields}
    return str(names[field])


def match_reasons(reasons: Iterable[Mapping[str, object]]) -> list[Words]:
    """Return the reasons of a resemblance in words, those that speak against it last."""
    return [MATCH_REASONS.get(str(reason["code"]), str(reason["code"])) for reason in reasons]
