"""The portal as data: a département's name, colours, pages and menu. Nothing of them is in the code."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core.portal.validators import readable_in_dark, readable_in_light


class Portal(models.Model):
    """The one portal of this installation: who runs it, how it looks, how to reach it.

    ``version`` is another one after each change of the portal or of its menu: what was kept in memory under
    a version is true as long as the version stands.
    """

    name = models.CharField(_("name"), max_length=60, default="Maillage")
    place = models.CharField(
        _("place"), max_length=80, help_text=_("Under the name, for example the département.")
    )
    promise = models.CharField(_("title of the home page"), max_length=120)
    welcome = models.TextField(_("welcome"), max_length=600)
    footer = models.CharField(_("footer"), max_length=200)
    publisher = models.CharField(
        _("publisher"), max_length=120, help_text=_("Who answers for the site in law.")
    )
    contact_email = models.EmailField(_("contact e-mail"))
    contact_phone = models.CharField(_("contact telephone"), max_length=30, blank=True)
    logo = models.FileField(_("logo"), upload_to="portal/", blank=True)
    accent_light = models.CharField(
        _("accent, light theme"), max_length=7, blank=True, validators=[readable_in_light]
    )
    accent_dark = models.CharField(
        _("accent, dark theme"), max_length=7, blank=True, validators=[readable_in_dark]
    )
    version = models.UUIDField(default=uuid4, editable=False)

    class Meta:
        verbose_name = _("portal")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1),
                name="portal_portal_single",
                violation_error_message=_("An installation has one portal."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.place}"


class Page(models.Model):
    """A text page of the portal, written in Markdown, in one language."""

    slug = models.SlugField(_("address"), max_length=60)
    language = models.CharField(_("language"), max_length=5, default="fr")
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("text (Markdown)"))
    updated_at = models.DateTimeField(_("updated on"), auto_now=True)

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["slug", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "language"],
                name="portal_page_unique",
                violation_error_message=_("This page exists already in this language."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"


class MenuEntry(models.Model):
    """One entry of the header or the footer: a page of the portal, or a named address of the house."""

    class Place(models.TextChoices):
        HEADER = "header", _("header")
        FOOTER = "footer", _("footer")

    class Audience(models.TextChoices):
        EVERYONE = "everyone", _("everyone")
        VISITOR = "visitor", _("visitors")
        SIGNED_IN = "signed-in", _("people who signed in")
        COORDINATION = "coordination", _("the coordination")

    place = models.CharField(_("place"), max_length=10, choices=Place.choices)
    audience = models.CharField(
        _("shown to"), max_length=12, choices=Audience.choices, default=Audience.EVERYONE
    )
    position = models.PositiveSmallIntegerField(_("position"))
    label_fr = models.CharField(_("label in French"), max_length=60)
    label_en = models.CharField(_("label in English"), max_length=60)
    page_slug = models.SlugField(_("page"), max_length=60, blank=True)
    url_name = models.CharField(_("named address"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("menu entry")
        verbose_name_plural = _("menu entries")
        ordering = ["place", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(page_slug="") ^ models.Q(url_name=""),
                name="portal_menuentry_one_target",
                violation_error_message=_("A menu entry leads to one place: a page or a named address."),
            ),
            models.UniqueConstraint(
                fields=["place", "position"],
                name="portal_menuentry_position",
                violation_error_message=_("Another entry stands at this position."),
            ),
        ]

    def __str__(self) -> str:
        return self.label_fr
