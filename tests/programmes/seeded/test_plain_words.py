"""What pages and files say so that nobody has to guess: what is public at once, which number is whose, by whom."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from tests.html import flat
from tests.programmes.seeded.conftest import first_row
from tests.programmes.seeded.test_bad_input import address
from tests.programmes.seeded.test_filters import plain

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("name", "said"), [("adopted", True), ("closed", True), ("draft", False)])
def test_the_editor_says_what_readers_see_at_once(
    name: str, said: bool, request: Any, officer: Any, as_user: Callable[[Any], Any]
) -> None:
    programme = request.getfixturevalue(name)
    row = first_row(programme)
    page = as_user(officer).get(address(row, slug=programme.slug))
    form = page.context["form"]
    told = {field for field in form.fields if "Readers see this at once." in str(form[field].help_text)}
    assert told == ({"text", "timeline_phrase", "due_on", "target", "unit"} if said else set())
    assert 'aria-describedby="id_timeline_phrase_helptext"' in page.content.decode()


@pytest.mark.parametrize("slug", ["ptc-2013-2016", "ptc-2016-2019"])
def test_the_rail_numbers_sections_as_the_tables_and_references_do(
    slug: str, db: None, as_user: Callable[[Any], Any]
) -> None:
    for query in ("", "?words=data"):
        page = flat(as_user(None).get(f"/programmes/{slug}/{query}"))
        rail = re.findall(r'#s-(\w+)"><span class="code">(.*?)</span>', page)
        tables = dict(re.findall(r'id="h-(\w+)" lang="\w+"><span class="code">(\d+)\.</span>', page))
        assert tables
        assert {key: number for key, number in rail if key in tables} == tables
        for key, number in tables.items():
            table = page[page.index(f'id="s-{key}"') :]
            assert re.search(r'data-ref="(\d+)\.', table)[1] == number  # type: ignore[index]


def test_a_step_names_the_body_that_took_it_in_either_language(
    db: None, as_user: Callable[[Any], Any]
) -> None:
    browser = as_user(None)
    assert "Adopted by the Council, June 2014" in plain(
        browser.get("/programmes/ptc-2013-2016/").content.decode()
    )
    browser.cookies["django_language"] = "fr"
    assert "Adopté par le Conseil, juin 2014" in plain(
        browser.get("/programmes/ptc-2013-2016/").content.decode()
    )


def test_a_training_copy_has_its_heading_in_the_readers_language(
    draft: Any, as_user: Callable[[Any], Any]
) -> None:
    from programmes.models import WorkProgramme

    WorkProgramme.objects.filter(pk=draft.pk).update(
        training=True, annex="", page_heading="Of the copied document"
    )
    browser = as_user(None)
    for language, words in (
        ("en", "Training copy of the work programme 2016-2019"),
        ("fr", "Copie de formation du programme de travail 2016-2019"),
    ):
        browser.cookies["django_language"] = language
        word = browser.get(reverse("programmes:export", args=[draft.slug, "docx"])).content
        file = zipfile.ZipFile(io.BytesIO(word))
        header = re.sub("<[^>]+>", "", file.read("word/header1.xml").decode())
        assert words in header
        assert "Of the copied document" not in header


def test_a_body_without_a_name_in_french_needs_no_article() -> None:
    from django.utils import translation

    from programmes.labels import by_body

    with translation.override("fr"):
        assert by_body("Enforcement Committee") == "(Enforcement Committee)"
    with translation.override("en"):
        assert by_body("Enforcement Committee") == "by the Enforcement Committee"
