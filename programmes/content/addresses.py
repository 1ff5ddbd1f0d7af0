"""Names that a programme cannot have in addresses: pages of ours stand there."""

RESERVED = frozenset({"new", "import"})  # /programmes/new/, /programmes/import/


def is_reserved(slug: str) -> bool:
    """Whether a page of ours stands where this programme would, in whatever case it is typed."""
    return slug.lower() in RESERVED
