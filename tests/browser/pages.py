"""Addresses and gestures that the tests share."""

import json
from typing import Any

CLOSED, DRAFT = "ptc-2013-2016", "ptc-2016-2019"
OPEN = "tr.editrow form[data-draft]"


def matrix(programme: str = CLOSED) -> str:
    """The address of a programme."""
    return f"/programmes/{programme}/"


def row(page: Any, ref: str) -> Any:
    """A row by its short reference."""
    return page.locator(f'tr.item[data-ref="{ref}"]')


def open_editor(page: Any, ref: str, programme: str = CLOSED, query: str = "") -> Any:
    """Opens the matrix, and a row in it by the keyboard; the form."""
    page.goto(matrix(programme) + query)
    return edit(page, ref)


def edit(page: Any, ref: str) -> Any:
    """Opens a row of the page by the keyboard; the form."""
    row(page, ref).focus()
    page.keyboard.press("e")
    form = page.locator(OPEN)
    form.wait_for()
    return form


def unfold(page: Any) -> None:
    """Opens the folded fields of the open form: timeline, performance indicator, target."""
    page.locator(".rowform details.entry").first.evaluate("element => element.open = true")


def write(page: Any, words: str) -> None:
    """Types a new entry into the open form."""
    page.locator("textarea[name=new-text]").fill(words)


def save(page: Any) -> None:
    """Saves with the keyboard and waits until the matrix is drawn anew."""
    page.locator("textarea[name=new-text]").press("Control+Enter")
    page.locator(".saved").wait_for()


def exported(page: Any, ref: str, programme: str = CLOSED) -> dict[str, Any]:
    """A row as the JSON file has it for this reader."""
    answer = page.request.get(f"/programmes/{programme}/export/json/")
    section, topic, number = (int(part) for part in ref.split("."))
    tree = json.loads(answer.body())
    of_section = next(item for item in tree["sections"] if item["number"] == str(section))
    tasks = of_section["topics"][topic - 1]["tasks"]
    found: dict[str, Any] = [indicator for task in tasks for indicator in task["indicators"]][number - 1]
    return found
