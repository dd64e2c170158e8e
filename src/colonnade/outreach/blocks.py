"""What a written page is put together from. Few kinds, and nothing that calls anybody outside.

A number, a quote or a list is not written but named: the page asks the record for it whenever it is read.
"""

from __future__ import annotations

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

RICH = ["bold", "italic", "ol", "ul", "link", "document-link"]
"""What may stand in a paragraph: no picture without its alt text, nothing embedded from elsewhere."""

LISTS = (
    ("events", _("events to come")),
    ("publications", _("latest publications")),
    ("stories", _("latest news and stories")),
    ("studies", _("studies")),
    ("cases", _("good practices")),
    ("reports", _("reports")),
)
"""The lists of the record that a page may show."""

PERIOD = re.compile(r"\d{4}(-\d{4})?")


class PictureBlock(blocks.StructBlock):
    """A picture with what it shows in words, which is required, and a caption, which is not."""

    picture = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(
        label=_("what it shows, in words"), max_length=250,
        help_text=_("Read aloud in place of the picture, and shown while it loads."),
    )  # fmt: skip
    caption = blocks.CharBlock(label=_("caption"), max_length=300, required=False)

    def clean(self, value):
        cleaned = super().clean(value)
        if not cleaned["picture"].allowed_on(date.today()):
            wrong = ValidationError(not_allowed(cleaned["picture"]))
            raise blocks.StructBlockValidationError(block_errors={"picture": wrong})
        return cleaned

    class Meta:
        icon = "image"
        template = "site/blocks/picture.html"


def not_allowed(picture) -> str:
    """Why a picture may not stand on a page, to whoever chose it."""
    return _(
        "“%(title)s” may not be shown on the web: enter its credit, and the consent of those who can be recognised in it."
    ) % {"title": picture.title}


class QuoteBlock(blocks.StructBlock):
    """Words of the ledger of quotes, named by their code: printed while the consent to them reaches the web."""

    code = blocks.CharBlock(label=_("code of the quote"), max_length=60)

    class Meta:
        icon = "openquote"
        template = "site/blocks/quote.html"


class FigureBlock(blocks.StructBlock):
    """A figure of the catalogue, named by its key: computed when the page is read, with the way to its rows."""

    key = blocks.RegexBlock(
        regex=r"^[a-z]+\.[a-z_]+$", label=_("key of the figure"), help_text="capacity.participations"
    )
    period = blocks.CharBlock(
        label=_("period"),
        required=False,
        max_length=9,
        help_text=_("2014 or 2006-2013; the latest report's if empty"),
    )

    def clean(self, value):
        cleaned = super().clean(value)
        if cleaned["period"] and not PERIOD.fullmatch(cleaned["period"]):
            wrong = ValidationError(_("Write a year or two: 2014, 2006-2013."))
            raise blocks.StructBlockValidationError(block_errors={"period": wrong})
        return cleaned

    class Meta:
        icon = "order"
        template = "site/blocks/figure.html"


class ListBlock(blocks.StructBlock):
    """A short list of the record's, kept by itself."""

    kind = blocks.ChoiceBlock(label=_("list"), choices=LISTS)
    most = blocks.IntegerBlock(label=_("at most"), default=5, min_value=1, max_value=20)

    class Meta:
        icon = "list-ul"
        template = "site/blocks/list.html"


class AttachmentBlock(blocks.StructBlock):
    """A file to take along."""

    document = DocumentChooserBlock(label=_("file"))
    words = blocks.CharBlock(label=_("what it is"), max_length=150)

    class Meta:
        icon = "download"
        template = "site/blocks/attachment.html"


class Body(blocks.StreamBlock):
    """The text of a written page."""

    heading = blocks.CharBlock(
        label=_("heading"), max_length=150, icon="title", template="site/blocks/heading.html"
    )
    text = blocks.RichTextBlock(
        label=_("text"), features=RICH, icon="pilcrow", template="site/blocks/text.html"
    )
    picture = PictureBlock(label=_("picture"))
    quote = QuoteBlock(label=_("quote"))
    figure = FigureBlock(label=_("figure"))
    records = ListBlock(label=_("list of records"))
    attachment = AttachmentBlock(label=_("attachment"))
