"""What a chart is made of: pieces with places in per cent and pixels, their words, and a table of the numbers.

Widths are per cent of the page and heights are pixels, so that a chart fits 320 pixels without its words
getting smaller.
"""

from dataclasses import dataclass, field

from django.utils.text import Truncator

from programmes.content import Indicator
from programmes.presenters.matrix import Count

BAR, GAP, HEAD = 20, 16, 20  # pixels: a bar, the space under it, its words above it
TALL, FOOT, TOP = 160, 38, 24  # pixels: the tallest column, the words under and over the columns
NARROW, WIDE = 30, 96  # characters of a label on a telephone and on a desk
FITS = 6.0  # per cent of the width from which a number stands inside its piece
# The second standing of a colour is hatched: no two look alike without their colour.
HATCHED = ("achieved_late", "ran_to_the_end", "stale", "open_at_close", "not_needed", "discontinued")


@dataclass(slots=True, frozen=True)
class Piece:
    """A piece of a bar or of a column."""

    name: str  # a standing
    label: str
    tone: str
    number: int
    x: float
    width: float
    y: float
    height: float

    @property
    def hatched(self) -> bool:
        """Whether it is drawn with lines over its colour."""
        return self.name in HATCHED

    @property
    def fits(self) -> bool:
        """Whether its number has room in it."""
        return self.width >= FITS

    @property
    def middle(self) -> float:
        """Where its number stands."""
        return round(self.x + self.width / 2, 2)


@dataclass(slots=True, frozen=True)
class Bar:
    """A line of a chart: words, and under them its pieces."""

    label: str
    total: int
    y: int
    pieces: list[Piece]

    @property
    def words_y(self) -> int:
        """The base of its words."""
        return self.y - 6

    @property
    def number_y(self) -> int:
        """The base of the numbers in it."""
        return self.y + 15

    @property
    def short(self) -> str:
        """Its words on a telephone."""
        return Truncator(self.label).chars(NARROW)

    @property
    def long(self) -> str:
        """Its words on a desk."""
        return Truncator(self.label).chars(WIDE)


@dataclass(slots=True, frozen=True)
class Column:
    """A month, quarter or year of the due dates."""

    label: str
    under: str  # the year, where it begins
    full: str
    total: int
    x: float
    middle: float
    top: float
    pieces: list[Piece]


@dataclass(slots=True, frozen=True)
class MovedRow:
    """A row that moved: what of it, from what, to what."""

    row: Indicator
    changes: list[tuple[str, str, str]]


@dataclass(slots=True)
class Table:
    """The numbers of a chart; the first cell of a row is its heading."""

    head: list[str]
    rows: list[list[str | int]]


@dataclass(slots=True)
class Chart:
    """One chart with its description and its table."""

    name: str
    title: str
    description: str
    table: Table
    legend: list[Count]
    bars: list[Bar] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    mark: float | None = None  # where the day that is judged stands, in per cent
    mark_label: str = ""

    @property
    def height(self) -> int:
        """Pixels from its top to its foot."""
        return len(self.bars) * (HEAD + BAR + GAP) if self.bars else TOP + TALL + FOOT

    @property
    def hatched(self) -> tuple[str, ...]:
        """The standings that are drawn with lines."""
        return HATCHED

    @property
    def floor(self) -> int:
        """The line that columns stand on."""
        return TOP + TALL
