"""The refusals and repairs of lists of structures, in words."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "siret_scientific": _("The spreadsheet rounded this number and lost digits. Copy it again, as a text."),
    "siret_not_digits": _("This holds something else than digits. Write the digits alone."),
    "siret_length": _("A SIRET has fourteen digits, a SIREN nine. Check it."),
    "siret_check_digit": _("A digit is wrong: the check digit does not fit. Check it."),
    "siret_leading_zeros": _("The first zeros were lost: read as %(read)s."),
    "siret_number_end": _("Read as %(read)s."),
    "siret_shared": _("Several sheets have this SIRET and none has this name. Join the line to one by hand."),
    "siren_differs": _("This SIREN is not the beginning of the SIRET: the SIRET was kept."),
    "not_naf": _("This is no activity code, such as 88.10A. Check it."),
    "not_category": _("This is no legal category, such as 9220. Check it."),
    "code": _("Read as %(read)s."),
    "not_postcode": _("This is no postal code of five digits. Check it."),
    "not_commune_code": _("This is no INSEE code of a commune, such as 54528. Check it."),
    "commune_unknown": _("No commune here has this name, code or postal code. Check it."),
    "commune_ambiguous": _("Several communes answer to this. Add the postal code or the INSEE code."),
    "half_a_point": _("A point needs a latitude and a longitude: it was left out."),
    "maybe_personal": _(
        "Kept, not shown: this address may be one person's own. Publish it with their consent."
    ),
}
