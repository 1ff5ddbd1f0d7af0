"""The seeds and the programmes of tests.programmes.seeded, loaded once for this folder."""

from tests.programmes.seeded.conftest import _seeds, adopted, closed, draft, ptc, row  # noqa: F401
