"""Whatever a reader opens, nothing tells of a container they may not know of: not a page, a file, a choice, a name."""

import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import ForeignKey, ManyToManyField
from django.urls import reverse

from groups.models.containers import Container
from tests.leaks.conftest import SESSION, SLUG, WORD, World

pytestmark = pytest.mark.django_db
OUTSIDE = ("nobody", "stranger", "delegate", "chair", "officer")
STARTS = (
    "/",
    "/programmes/",
    "/programmes/ptc-test/?words=transit",
    "/search/?q=transit",
    "/search/?q=zanzib",
    "/search/?q=1.1.1",
    "/account/",
    "/jobs/",
    "/admin/",
)
NOT_FOLLOWED = ("/accounts/logout", "/static/", "/health/", "/admin/jsi18n", "/admin/logout")
LINK = re.compile(r'(?:href|src|hx-get|data-href|data-tasks)="([^"#]*)')
NAME = re.compile("dent|@|jo[+ ]|officer=[^&]*[ +]", re.IGNORECASE)  # of a person, in an address
MOST = 600  # pages of one reader; a page that links to itself with ever more parameters would not end


def told(response: Any, asked: str) -> str:
    """All that an answer says, in the bytes of its files too; without the address that was asked for."""
    body = b"".join(response)
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    words = " ".join([*map(str, response.headers.values()), body.decode(errors="replace")])
    said = unquote(html.unescape(words))
    for part in {asked, *urlsplit(asked).path.split("/"), *re.split("[=&?]", urlsplit(asked).query)}:
        if WORD[:6] in part.lower():
            said = said.replace(part, "")
    return said.lower()


def fault(browser: Any, address: str) -> tuple[str, Any]:
    """What the answer tells of what is hidden: the words round it; "" for nothing. And the answer."""
    response = browser.get(address)
    said = told(response, unquote(html.unescape(address)))
    at = said.find(WORD)
    return (
        f"{address} ({response.status_code}): {said[max(0, at - 120) : at + 40]}" if at >= 0 else ""
    ), response


def links(response: Any, address: str) -> Iterator[str]:
    """The addresses of our own pages that a page leads to."""
    if response.status_code in (301, 302):
        yield urljoin(address, response["Location"])
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return
    for link in LINK.findall(response.content.decode()):
        found = urljoin(address, html.unescape(link))
        parameters = parse_qs(urlsplit(found).query)
        ordered = found.startswith("/admin/") and (
            len(parameters) > 1 or "o" in parameters
        )  # of the same list
        if found.startswith("/") and not found.startswith(NOT_FOLLOWED) and not ordered:
            yield found


def crawl(browser: Any) -> tuple[list[str], set[str]]:
    """What the pages tell that a reader reaches from the first ones, and their addresses."""
    waiting, seen, faults = list(STARTS), set(STARTS), []
    while waiting and len(seen) < MOST:
        address = waiting.pop(0)
        said, response = fault(browser, address)
        faults += [said] if said else []
        fresh = [link for link in dict.fromkeys(links(response, address)) if link not in seen]
        seen.update(fresh)
        waiting += fresh
    return faults, seen


@pytest.fixture(params=OUTSIDE)
def reader(request: Any, world: World) -> Any:
    """Each reader who may not know of what is hidden."""
    return request.getfixturevalue(request.param)


def test_every_kind_of_container_has_a_hidden_one(world: World) -> None:
    kinds = [model for model in apps.get_models() if issubclass(model, Container)]
    assert kinds
    for model in kinds:
        assert model.objects.filter(visibility="secretariat").exists(), model


def test_no_page_or_file_that_a_reader_reaches_tells_of_it(
    reader: Any, as_user: Callable[[Any], Any]
) -> None:
    faults, seen = crawl(as_user(reader))
    assert not faults, "\n".join(faults)
    assert len(seen) < MOST
    assert not [address for address in seen if NAME.search(unquote(address))]
    assert {"/programmes/ptc-test/export/json/", "/programmes/ptc-test/topics/topicaaaaa/"} <= seen


def test_who_may_know_of_it_finds_it(world: World, administrator: Any, as_user: Callable[[Any], Any]) -> None:
    said, _response = fault(as_user(administrator), "/programmes/")
    assert said


@pytest.mark.parametrize("model", sorted(admin.site._registry, key=str), ids=str)
def test_no_page_of_the_administration_opens_it(
    model: Any, world: World, officer: Any, as_user: Callable[[Any], Any]
) -> None:
    browser, name = as_user(officer), f"admin:{model._meta.app_label}_{model._meta.model_name}"
    addresses = [
        reverse(f"{name}_changelist"),
        reverse(f"{name}_changelist") + "?_popup=1&q=zanzib",
        reverse(f"{name}_add"),
    ]
    for pk in model._default_manager.values_list("pk", flat=True):
        addresses += [reverse(f"{name}_{view}", args=[pk]) for view in ("change", "history", "delete")]
        kind = ContentType.objects.get_for_model(model).pk
        addresses.append(f"/admin/r/{kind}/{pk}/")
    faults = [said for address in addresses if (said := fault(browser, address)[0])]
    assert not faults, "\n".join(faults)


def test_no_suggestion_of_the_administration_names_it(
    world: World, officer: Any, as_user: Callable[[Any], Any]
) -> None:
    browser, asked, faults = as_user(officer), 0, []
    for model in apps.get_models():
        for field in (*model._meta.fields, *model._meta.many_to_many):
            if isinstance(field, ForeignKey | ManyToManyField):
                place = f"app_label={model._meta.app_label}&model_name={model._meta.model_name}&field_name={field.name}"
                faults.append(fault(browser, f"/admin/autocomplete/?{place}&term=")[0])
                asked += 1
    assert asked > 20
    assert not any(faults), "\n".join(filter(None, faults))


@pytest.mark.parametrize("form", ["docx", "pdf", "xlsx", "csv", "json"])
def test_the_files_that_readers_outside_take_away_name_nobody(
    form: str, world: World, nobody: None, as_user: Callable[[Any], Any]
) -> None:
    response = as_user(nobody).get(f"/programmes/ptc-test/export/{form}/")
    said = told(response, "")
    assert response.status_code == 200
    for name in ("jo dent", "@example.org"):
        assert name not in said


def test_the_choice_of_an_officer_names_nobody_in_an_address(
    world: World, officer: Any, as_user: Callable[[Any], Any]
) -> None:
    page = as_user(officer).get("/programmes/ptc-test/").content.decode()
    assert "Jo Dent</option>" in page
    assert not re.search('value="[^"]*(Jo Dent|@)', page)


@pytest.mark.parametrize("slug", [SLUG, "no-such-programme"])
def test_a_hidden_address_answers_as_one_that_is_not_there(
    slug: str, world: World, reader: Any, as_user: Callable[[Any], Any]
) -> None:
    response = as_user(reader).get(f"/programmes/{slug}/")
    assert (response.status_code, "You do not have access" in response.content.decode()) == (404, False)
    assert as_user(reader).get(f"/sessions/{SESSION}/").status_code == 404
