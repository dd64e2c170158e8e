"""The figures of the office itself: its posts and who fills them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from colonnade.figures.definition import Figure, Row
from colonnade.figures.dimensions import CATEGORY
from colonnade.figures.reading import Reading
from colonnade.figures.scope import Scope
from colonnade.office.queries import PostFact
from colonnade.values.units import POSTS, Unit


class Posts(Figure):
    """Posts that exist on the as-of date, held or vacant."""

    key = "office.posts"
    label = _("Posts")
    unit = POSTS
    dimensions = (CATEGORY,)
    clock = "the as-of date"

    def counts(self, post: PostFact) -> bool:
        return True

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for post in record.posts(scope.as_of):
            if self.counts(post):
                facets = {"category": (post.category,)}
                yield Row(post.ref, post.title, scope.as_of.isoformat(), 1, {}, facets, post.source)


class Staff(Posts):
    """Posts that somebody holds on the as-of date; a vacant post is no staff."""

    key = "office.staff"
    label = _("Staff")
    unit = Unit("staff", "member of staff", "staff")

    def counts(self, post: PostFact) -> bool:
        return post.filled
