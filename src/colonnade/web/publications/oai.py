"""OAI-PMH 2.0: publications for harvesters, a record a language version; six verbs, persistent deletions.

A resumption token says all that the next page needs and is signed, so nothing is kept between two requests. Pages go by
datestamp: a record that changes during a harvest moves to its end, and is given again rather than missed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from urllib.parse import unquote

from django.core import signing
from django.db.models import Min, Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import path
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from lxml import etree

from colonnade.office.models import Office
from colonnade.research.actions import settle_harvest
from colonnade.research.models import HarvestItem, HarvestMark
from colonnade.web.caching import packed
from colonnade.web.events.visitors import for_visitors
from colonnade.web.publications import datacite, dublin
from colonnade.web.publications.harvested import Writer, base, begun, domain, element, put, sets, stamp

IDENTIFIERS: Final = "http://www.openarchives.org/OAI/2.0/oai-identifier"
PAGE: Final = 100
LASTS: Final = timedelta(hours=24)
"""How long a resumption token is taken."""
SALT: Final = "colonnade.oai.resumption"

FORMATS: Final = {
    "oai_dc": (dublin.SCHEMA, dublin.NAMESPACE),
    "oai_datacite": (datacite.SCHEMA, datacite.NAMESPACE),
}
ARGUMENTS: Final[dict[str, tuple[frozenset[str], frozenset[str]]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset({"resumptionToken"})),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
    "ListIdentifiers": (
        frozenset({"metadataPrefix"}),
        frozenset({"from", "until", "set", "resumptionToken"}),
    ),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set", "resumptionToken"})),
}
"""What each verb must be given, and what it may be."""


class Wrong(Exception):
    """What the protocol answers where a request cannot be served: its code, and a sentence."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


@dataclass(frozen=True)
class Asked:
    """A list as it was asked for, and how far it was given."""

    prefix: str
    first: str = ""
    last: str = ""
    among: str = ""
    after: tuple[str, int] | None = None
    cursor: int = 0
    size: int = 0

    def token(self) -> str:
        held = [self.prefix, self.first, self.last, self.among, self.after, self.cursor, self.size]
        return signing.dumps(held, salt=SALT, compress=True)

    @classmethod
    def read(cls, token: str) -> Asked:
        try:
            prefix, first, last, among, after, cursor, size = signing.loads(token, salt=SALT, max_age=LASTS)
        except (signing.BadSignature, ValueError) as error:
            raise Wrong(
                "badResumptionToken", "This resumption token was not given here, or is too old. Begin anew."
            ) from error
        return cls(prefix, first, last, among, tuple(after), cursor, size)


@csrf_exempt
@for_visitors
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    """One request of a harvester. What is wrong with it is said in the protocol's words, with status 200."""
    given = request.POST if request.method == "POST" else request.GET
    settle_harvest()
    with translation.override("en"):
        root, told = begun(request)
        try:
            arguments = _arguments(given)
            for name, value in arguments.items():
                told.set(name, datacite.printable(value))
            answer = _VERBS[arguments["verb"]](request, arguments)
            root.append(answer)
        except Wrong as wrong:
            if wrong.code in ("badVerb", "badArgument"):
                for name in list(told.attrib):
                    del told.attrib[name]
            error = put(root, "error", wrong.words)
            error.set("code", wrong.code)
    body = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return packed(request, HttpResponse(body, content_type="text/xml; charset=utf-8"))


def _arguments(given: QueryDict) -> dict[str, str]:
    """The arguments of a request; wrong are those that are missing, unknown, given twice, or not to be mixed."""
    verbs = given.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in ARGUMENTS:
        raise Wrong("badVerb", f"Ask with one verb of: {', '.join(ARGUMENTS)}.")
    verb = verbs[0]
    required, optional = ARGUMENTS[verb]
    for name in given:
        if name != "verb" and name not in required | optional:
            raise Wrong("badArgument", f"{verb} takes no argument “{datacite.printable(name)}”.")
        if len(given.getlist(name)) > 1:
            raise Wrong("badArgument", f"The argument {name} is given more than once.")
    arguments = {name: given[name] for name in given}
    if "resumptionToken" in arguments:
        if len(arguments) > 2:
            raise Wrong("badArgument", "A resumption token stands alone: it says all the rest.")
        return arguments
    missing = sorted(name for name in required if not arguments.get(name))
    if missing:
        raise Wrong("badArgument", f"{verb} asks for {' and '.join(missing)}.")
    return arguments


# --- verbs -------------------------------------------------------------------------------------------------------


def _identify(request: HttpRequest, arguments: Mapping[str, str]) -> etree._Element:
    office = Office.objects.order_by("pk").first()
    mark = HarvestMark.objects.order_by("pk").first()
    earliest = HarvestItem.objects.aggregate(first=Min("datestamp"))["first"]
    since = earliest or (mark.begun_at if mark else timezone.now())
    answer = element("Identify")
    put(answer, "repositoryName", f"Publications of {office.name}" if office else "Publications")
    put(answer, "baseURL", base(request))
    put(answer, "protocolVersion", "2.0")
    put(answer, "adminEmail", (office.email if office else "") or f"webmaster@{domain()}")
    put(answer, "earliestDatestamp", stamp(since))
    put(answer, "deletedRecord", "persistent")
    put(answer, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    put(answer, "compression", "gzip")
    if re.fullmatch(r"[a-zA-Z][a-zA-Z0-9\-]*(\.[a-zA-Z][a-zA-Z0-9\-]*)+", domain()):
        answer.append(_description())
    return answer


def _description() -> etree._Element:
    """How our identifiers are made, in the words the protocol has for it."""
    held = element("description")
    told = etree.SubElement(held, f"{{{IDENTIFIERS}}}oai-identifier", nsmap={None: IDENTIFIERS})
    told.set(f"{{{dublin.XSI}}}schemaLocation", f"{IDENTIFIERS} {IDENTIFIERS}.xsd")
    for name, value in (
        ("scheme", "oai"), ("repositoryIdentifier", domain()), ("delimiter", ":"),
        ("sampleIdentifier", f"oai:{domain()}:PD-0001-en"),
    ):  # fmt: skip
        etree.SubElement(told, f"{{{IDENTIFIERS}}}{name}").text = value
    return held


def _formats(request: HttpRequest, arguments: Mapping[str, str]) -> etree._Element:
    shown = list(FORMATS)
    if "identifier" in arguments:
        item = _item(arguments["identifier"])
        shown = [prefix for prefix in FORMATS if _in_format(item, prefix)]
    answer = element("ListMetadataFormats")
    for prefix in shown:
        schema, namespace = FORMATS[prefix]
        held = put(answer, "metadataFormat")
        put(held, "metadataPrefix", prefix)
        put(held, "schema", schema)
        put(held, "metadataNamespace", namespace)
    return answer


def _sets(request: HttpRequest, arguments: Mapping[str, str]) -> etree._Element:
    if "resumptionToken" in arguments:
        raise Wrong("badResumptionToken", "The list of sets is given whole: there is no token for it.")
    answer = element("ListSets")
    for spec, name in sets().items():
        held = put(answer, "set")
        put(held, "setSpec", spec)
        put(held, "setName", name)
    return answer


def _record(request: HttpRequest, arguments: Mapping[str, str]) -> etree._Element:
    prefix = _format(arguments["metadataPrefix"])
    item = _item(arguments["identifier"])
    if not _in_format(item, prefix):
        raise Wrong(
            "cannotDisseminateFormat", f"This record cannot be given as {prefix}: its year is not known."
        )
    answer = element("GetRecord")
    answer.append(Writer(request, [item], prefix).record(item))
    return answer


def _list(request: HttpRequest, arguments: Mapping[str, str]) -> etree._Element:
    verb = arguments["verb"]
    asked = Asked.read(arguments["resumptionToken"]) if "resumptionToken" in arguments else _asked(arguments)
    items = _wanted(asked)
    if asked.after is None:
        asked = replace(asked, size=items.count())
    else:
        at, key = datetime.fromisoformat(asked.after[0]), asked.after[1]
        items = items.filter(Q(datestamp__gt=at) | Q(datestamp=at, pk__gt=key))
    page = list(items.order_by("datestamp", "pk").select_related("version")[: PAGE + 1])
    if not page:
        if asked.after is None:
            raise Wrong("noRecordsMatch", "No record matches: widen the dates or leave the set out.")
        raise Wrong("badResumptionToken", "Nothing is left of this list. Begin anew.")
    more, page = len(page) > PAGE, page[:PAGE]
    writer = Writer(request, page, asked.prefix)
    answer = element(verb)
    for item in page:
        answer.append(writer.record(item) if verb == "ListRecords" else writer.header(item))
    if more or asked.cursor:
        _resume(answer, asked, page, more)
    return answer


def _resume(answer: etree._Element, asked: Asked, page: list[HarvestItem], more: bool) -> None:
    """The token of the next page; on the last one an empty one, which says that the list is whole."""
    last = page[-1]
    ahead = replace(asked, after=(last.datestamp.isoformat(), last.pk), cursor=asked.cursor + len(page))
    token = put(answer, "resumptionToken", ahead.token() if more else "")
    if more:
        token.set("expirationDate", stamp(timezone.now() + LASTS))
    token.set("completeListSize", str(max(asked.size, ahead.cursor)))
    token.set("cursor", str(asked.cursor))


_VERBS: Final[dict[str, Callable[[HttpRequest, Mapping[str, str]], etree._Element]]] = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "GetRecord": _record,
    "ListIdentifiers": _list,
    "ListRecords": _list,
}


# --- what is asked for -------------------------------------------------------------------------------------------


def _asked(arguments: Mapping[str, str]) -> Asked:
    first, last = arguments.get("from", ""), arguments.get("until", "")
    begins, ends = _moment(first, "from"), _moment(last, "until")
    if begins and ends and len(first) != len(last):
        raise Wrong("badArgument", "from and until are of one kind: both days, or both moments.")
    if begins and ends and begins > ends:
        raise Wrong("badArgument", "from is later than until.")
    among = arguments.get("set", "")
    if among and among not in sets():
        raise Wrong("noRecordsMatch", "There is no such set: ListSets tells which there are.")
    return Asked(_format(arguments["metadataPrefix"]), first, last, among)


def _format(prefix: str) -> str:
    if prefix not in FORMATS:
        raise Wrong("cannotDisseminateFormat", f"There is no such format. There are: {', '.join(FORMATS)}.")
    return prefix


def _moment(text: str, name: str) -> datetime | None:
    """A day (its first moment) or a moment in UTC, as the protocol spells them."""
    if not text:
        return None
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return datetime.combine(date.fromisoformat(text), time(), UTC)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass
    raise Wrong("badArgument", f"{name} is no day and no moment: write 2014-04-09 or 2014-04-09T12:00:00Z.")


def _wanted(asked: Asked) -> QuerySet[HarvestItem]:
    items = HarvestItem.objects.all()
    begins, ends = _moment(asked.first, "from"), _moment(asked.last, "until")
    if begins:
        items = items.filter(datestamp__gte=begins)
    if ends:
        whole = timedelta(days=1) if len(asked.last) == 10 else timedelta(seconds=1)
        items = items.filter(datestamp__lt=ends + whole)
    if asked.prefix == "oai_datacite":
        items = items.exclude(year="")
    top, _colon, value = asked.among.partition(":")
    if top:
        told = unquote(value.replace("~", "%"))
        items = items.filter(**{top: told}) if value else items.exclude(**{top: ""})
    return items


def _item(identifier: str) -> HarvestItem:
    scheme, _colon, rest = identifier.partition(":")
    host, _colon, code = rest.partition(":")
    held = None
    if scheme == "oai" and host == domain():
        held = HarvestItem.objects.filter(version__code=unquote(code)).select_related("version").first()
    if held is None:
        raise Wrong("idDoesNotExist", "No record has this identifier.")
    return held


def _in_format(item: HarvestItem, prefix: str) -> bool:
    return prefix != "oai_datacite" or bool(item.year)


URLS = [path("oai/", oai, name="oai")]
