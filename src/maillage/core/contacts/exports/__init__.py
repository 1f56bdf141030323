"""What leaves the pages of contacts: cards for telephones, papers."""

from maillage.core.contacts.exports.papers import answer_pdf, everyone_pdf
from maillage.core.contacts.exports.vcard import vcard

__all__ = ["answer_pdf", "everyone_pdf", "vcard"]
