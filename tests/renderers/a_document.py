"""A small document with every kind of slide and block, for the tests of all formats."""

from datetime import date
from decimal import Decimal

from colonnade.renderers.document import (
    Account,
    AgendaPart,
    Bound,
    Brand,
    Cell,
    Chain,
    Chart,
    Cover,
    Definition,
    Document,
    Group,
    Groups,
    Map,
    Matrix,
    MatrixRow,
    Moment,
    Node,
    Numbers,
    Paragraph,
    Place,
    Product,
    Products,
    Quote,
    Quotes,
    Series,
    Slide,
    Statement,
    Step,
    Table,
    Text,
    Timeline,
    TrailLine,
    Tree,
)  # fmt: skip
from colonnade.values.dates import PartialDate
from colonnade.values.numbers import Amount, Bounds


def bound(key, value, unit, label="", reported=False, **scope):
    asked = {"as_of": "2014-04-09", "period": "2006-2013"} | {name: str(part) for name, part in scope.items()}
    address = f"{key}?" + "&".join(f"{name}={part}" for name, part in sorted(asked.items()))
    return Bound(address, value, unit, label, reported)


def cell(*runs, note=""):
    return Cell(tuple(runs), note)


def on(text):
    return PartialDate.parse(text)


KINDS = ("national_training", "regional_workshop", "international_conference")


def every_block(language="en"):
    """The document; ``language`` changes how its figures are printed, not its words."""
    people = [bound("capacity.participations", n, "participations", "Participations", True, kind=k)
              for n, k in zip((752, 872, 3144), KINDS, strict=True)]  # fmt: skip
    countries = [bound("capacity.countries_represented", n, "countries", "Countries", True, kind=k)
                 for n, k in zip((11, 70, 94), KINDS, strict=True)]  # fmt: skip
    total = bound("capacity.participations", 4768, "participations", "Participations", True)
    union = bound(
        "capacity.countries_represented", Bounds(94, 175), "countries", "Countries represented", True
    )
    studies = [
        bound("research.studies", n, "studies", "Studies", year=y)
        for n, y in ((3, 2006), (5, 2007), (4, 2008))
    ]
    products = [
        bound("research.products", n, "products", "Products", year=y)
        for n, y in ((1, 2006), (4, 2007), (2, 2008))
    ]
    budget = bound("money.project_budget", Amount(Decimal(1_000_000), "USD"), "money", "Project budget")
    years = tuple(str(year) for year in range(2006, 2014))
    places = (
        Place("KOR", "Republic of Korea", bound("capacity.events_held", 9, "events", host="KOR")),
        Place("CIV", "Côte d’Ivoire", bound("capacity.events_held", 1, "events", host="CIV")),
        Place("TUV", "Tuvalu", bound("capacity.events_held", 1, "events", host="TUV")),
        Place("WSM", "Samoa"),
    )
    slides = (
        Slide("cover", "Past, present and future"),
        Slide("agenda", "Agenda", agenda=(
            AgendaPart("1", "Introduction", (("1.1", "Establishment"), ("1.2", "Vision and mission"))),
            AgendaPart("2", "Achievements: 2006–2013", (("2.1", "Research and policy development"),)),
        )),
        Slide("section", "Introduction of the office", "1"),
        Slide("content", "Establishment", "1.1", blocks=(
            Timeline((
                Moment(on("2005-05"), "Seoul Declaration", "adopted by the 6th Global Forum on Reinventing Government"),
                Moment(on("2006-06"), "Trust Fund Agreement", "technical cooperation with the host ministry"),
                Moment(on("2006-09-06"), "Launch of the office"),
            ), "Three dates, from the declaration to the launch"),
        ), notes=("The day of the agreement is not in any source held.",)),
        Slide("content", "Vision and mission", "1.2", blocks=(
            Statement("Global hub for good governance", (Paragraph(("Assist Member States to improve their capacity.",)),)),
        )),
        Slide("content", "Organisational chart", "1.4", blocks=(
            Tree((Node("Head of office", "Jae-hong Lim", "D-1", children=(
                Node("Senior expert", "", "P-5", vacant=True, children=(Node("Associate expert", "", "P-2", vacant=True),)),
                Node("Research officer", "김정태", "national"),
                Node("Programme assistant", "文化 李", "national"),
            )),), "Four posts under the head of office"),
        )),
        Slide("content", "Budget and personnel", "1.5", blocks=(
            Numbers((budget, bound("office.staff", 10, "posts", "Staff")), "a year"),
            Text((
                Paragraph(("Operating budget: ", bound("money.operating_budget", Amount(Decimal(500_000_000), "KRW"), "money")), 1),
                Paragraph(("Staff: ", bound("office.staff", 4, "posts", category="international"), " international"), 2),
            )),
        )),
        Slide("section", "Achievements: 2006–2013", "2"),
        Slide("content", "Research", "2.1", "(1)", blocks=(
            Chart("column", ("2006", "2007", "2008"), (Series("Studies", tuple(studies)), Series("Products", tuple(products))),
                  "Studies and products by year", "Column chart: studies and products, 2006 to 2008"),
        )),
        Slide("content", "Research", "2.1", "(2)", blocks=(
            Matrix(years, (
                MatrixRow("Study on the project framework of the office", (True, *[False] * 7), "Governance"),
                MatrixRow("Building trust in government in Asia and the Pacific", (True, True, *[False] * 6), "Governance"),
                MatrixRow("Country studies, phase I: a title long enough to wrap on to a second line of the matrix",
                          (*[False] * 4, True, True, False, False), "E-government", "years as filed"),
            ), "a phase of the study runs in the year", bound("research.studies", 16, "studies", "Titles")),
        )),
        Slide("content", "Products", "2.1", "(3)", blocks=(
            Products((
                Product("Building trust in government", "2007", "Research report", "published", "UNPAN029109"),
                Product("Country profile", "", "Country profile", "reported, title not held"),
            ), (bound("research.products", 13, "products", "Research reports", True, product_kind="research_report"),
                bound("research.products", 4, "products", "Country profiles", True, product_kind="country_profile"))),
        )),
        Slide("content", "Capacity development", "2.2", "(1)", blocks=(
            Table(("", "National training", "Regional workshop", "International conference", "All"), (
                (cell("Participations"), *[cell(p) for p in people], cell(total)),
                (cell("Countries"), *[cell(c) for c in countries], cell(union, note="distinct countries are not summed")),
            ), "Events, countries and participants", total_column=True, note="as reported on 9 April 2014"),
            Text((Paragraph(("In all ", total, " participations from ", union, " countries."), 1),)),
        )),
        Slide("content", "Hosting countries", "2.2", "(2)", blocks=(
            Map(places, "Hosting countries", "World map with four countries marked",
                "Names, borders and colours on this map are for orientation only; they carry no position of the "
                "organization on the legal status of any place, authority or boundary.",
                bound("capacity.countries_hosting", 4, "countries", "Hosting countries")),
        )),
        Slide("content", "Thematic re-focusing", "2.2", "(3)", blocks=(
            Groups((
                Group("2006–2009: Governance", (Paragraph(("Transparency",), 1), Paragraph(("Leadership",), 1))),
                Group("From 2010: E-governance", (Paragraph(("Mobile government",), 1),)),
            )),
        )),
        Slide("content", "Selected feedback", "2.2", "(4)", blocks=(
            Quotes((
                Quote("One of the best working environments.", "Dr. Artak Barseghyan",
                      "Chief Expert, Administration of the President of Armenia", "en", "Q-2"),
                Quote("كان المنتدى مفيدا جدا لبلدي.", "ليلى حداد", "وزارة الاتصالات، تونس", "ar", "Q-9"),
            )),
        )),
        Slide("content", "Priorities", "3.2", "(3)", blocks=(
            Chain("E-government in small island developing States", (
                Step("Workshop", "Capacity development workshop", "2014"),
                Step("Conference", "3rd UN Conference on SIDS", "1–4 September 2014", "Apia, Samoa"),
                Step("Training", "Joint training programme", "November 2014", "Seoul", "planned", ("For ", bound("capacity.seats_planned", 15, "people"), " senior officials")),
            ), "Workshop, then conference, then training"),
        )),
        Slide("closing", "United Nations Project Office on Governance"),
    )  # fmt: skip
    definition = Definition(
        "capacity.participations", "Participations",
        "One person at one event, who met the attendance rule.", "participations", "adds up over events, kinds and years",
    )  # fmt: skip
    account = Account(total, "2006–2013, as of 9 April 2014", "rests on 3 opening figures; 112 documented in 2 of 30 events",
                      ("The counting rule of the opening figures is not known.",),
                      (TrailLine("figures/openingfigure/OF-1", "National training, as reported", "2006–2013", 752, "Deck, slide 2.2 (1)"),
                       TrailLine("capacity/event/EV-1", "=Workshop, Beijing", "2008-12-08", 12, "https://example.org/1")))  # fmt: skip
    return Document(
        title="Past, present and future", language=language,
        brand=Brand("United Nations Project Office on Governance", "UNPOG"),
        cover=Cover("13th session", "UN Committee of Experts on Public Administration", "Past, present and future",
                    "Jae-hong Lim", "Head of office", "Division for Public Administration", "New York", date(2014, 4, 9)),
        period="2006–2013", as_of=date(2014, 4, 9), edition="committee-2014", printed_from="edition committee-2014 of 9 April 2014",
        slides=slides, definitions=(definition,), accounts=(account,),
        sources=("Presentation to the 13th session of the Committee, 9 April 2014",),
        address="http://localhost:8000/reports/committee/",
    )  # fmt: skip
