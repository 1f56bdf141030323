"""Template tags of the house; loaded everywhere (settings, « builtins »)."""

from datetime import date, datetime
from functools import cache

from django import forms, template
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from maillage.core.ui.french import french_spaces

register = template.Library()
register.filter("french_spaces", french_spaces, is_safe=True)

STYLES = ("fonts", "tokens", "base", "layout", "components", "pages", "phone")


@cache
def _drawing(name: str) -> str:
    return get_template(f"ui/icons/{name}.svg").render().strip()


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return a decorative drawing; the words beside it carry the meaning."""
    return mark_safe(_drawing(name))  # noqa: S308 -- a file of the house, chosen by a template


@register.simple_tag
@cache
def house_styles() -> SafeString:
    """Return the links to the house's stylesheets, in order; their addresses last as long as the process."""
    sheets = ("vendor/bootstrap/bootstrap.min.css", *(f"ui/css/{name}.css" for name in STYLES))
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((static(sheet),) for sheet in sheets))


@register.inclusion_tag("ui/forms/errors.html")
def form_errors(form: forms.BaseForm) -> dict[str, object]:
    """Sum up a form's errors, each with a link to its field."""
    return {"form": form, "error_count": sum(len(errors) for errors in form.errors.values())}


@register.filter
def long_date(value: date | datetime) -> str:
    """Format « mardi 24 novembre 2026 », « mardi 1er décembre 2026 »."""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    if value.day == 1:
        return formats.date_format(value, pgettext("date format, first of the month", "l j F Y"))
    return formats.date_format(value, pgettext("date format", "l j F Y"))


@register.filter
def clock(value: datetime) -> str:
    """Format « 14 h 30 », in the portal's time zone."""
    return formats.time_format(timezone.localtime(value), pgettext("time format", "H:i"))


@register.filter
def long_datetime(value: datetime) -> str:
    """Format « mardi 24 novembre 2026 à 14 h 30 »."""
    return _("%(date)s at %(time)s") % {"date": long_date(value), "time": clock(value)}


@register.filter
def age(value: datetime) -> str:
    """Say how long ago: « aujourd’hui », « hier », « 15 jours »."""
    days = (timezone.localdate() - timezone.localtime(value).date()).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
