"""Taking a programme away in each form, from its page."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from programmes import files
from programmes.exports.xlsx import TooManyRows
from programmes.files import FORMATS
from wco_tracker.lib.typst import PdfNotMade

pytestmark = pytest.mark.django_db
PAGE = "/programmes/ptc-2013-2016/"
BEGINNINGS = {"docx": b"PK", "xlsx": b"PK", "pdf": b"%PDF-", "csv": b"\xef\xbb\xbf", "json": b"{"}


def test_every_form_has_its_test() -> None:
    assert set(BEGINNINGS) == set(FORMATS)


@pytest.mark.parametrize("form", sorted(BEGINNINGS))
def test_a_download_is_what_its_name_says(as_user: Callable[[Any], Any], form: str) -> None:
    response = as_user(None).get(f"{PAGE}export/{form}/")
    assert response.status_code == 200
    assert response.content.startswith(BEGINNINGS[form])
    assert response["Content-Type"] == FORMATS[form].media_type
    assert f'filename="ptc-2013-2016.{form}"' in response["Content-Disposition"]


def test_a_filtered_download_has_only_the_rows_shown_and_says_so(as_user: Callable[[Any], Any]) -> None:
    response = as_user(None).get(f"{PAGE}export/json/?standing=achieved_late")
    assert "ptc-2013-2016-part.json" in response["Content-Disposition"]
    rows = [
        row
        for section in json.loads(response.content)["sections"]
        for topic in section["topics"]
        for task in topic["tasks"]
        for row in task["indicators"]
    ]
    assert len(rows) == 4


@pytest.mark.parametrize(
    ("form", "fault", "said"),
    [
        ("pdf", PdfNotMade("time", "slow"), "takes too long"),
        ("pdf", PdfNotMade("killed", "no memory"), "could not be made"),
        ("xlsx", TooManyRows(), "Take the CSV file"),
    ],
)
def test_a_file_that_cannot_be_made_is_answered_with_the_reason_and_the_way_back(
    as_user: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch, form: str, fault: Exception, said: str
) -> None:
    def broken(*_args: Any, **_options: Any) -> bytes:
        raise fault

    monkeypatch.setattr(getattr(files, form), "render", broken)
    response = as_user(None).get(f"{PAGE}export/{form}/?standing=achieved")
    page = response.content.decode()
    assert response.status_code == 503
    assert "Content-Disposition" not in response
    assert said in page
    assert f'href="{PAGE}?standing=achieved"' in page
    assert f'href="{PAGE}export/docx/?standing=achieved"' in page
    assert f'href="{PAGE}export/{form}/?standing=achieved">{FORMATS[form].name}' not in page
