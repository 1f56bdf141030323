"""What may be looked for by its words, and the words that are known."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Document(models.Model):
    """The folded words of one object: ``kind`` names what it is, ``key`` is its primary key.

    The full-text index stands beside this table (a migration makes it, in the way of each database) and the
    database keeps both in step.
    """

    kind = models.CharField(max_length=40)
    key = models.BigIntegerField()
    text = models.TextField(_("folded words"))

    class Meta:
        verbose_name = _("words to search")
        verbose_name_plural = _("words to search")
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="search_document_once"),
            models.CheckConstraint(condition=~Q(kind=""), name="search_document_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Word(models.Model):
    """A folded word that some document of a kind holds, or held: typing errors are repaired towards it."""

    kind = models.CharField(max_length=40)
    text = models.CharField(_("folded word"), max_length=40)

    class Meta:
        verbose_name = _("known word")
        verbose_name_plural = _("known words")
        constraints = [models.UniqueConstraint(fields=["kind", "text"], name="search_word_once")]

    def __str__(self) -> str:
        return self.text
