"""Tracked rows are written through tracking.actions.writing, which claims them and keeps their history."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
WRITING = "tracking/actions/writing.py"
QUERIES = (
    "objects",
    "_default_manager",
    "_base_manager",
    ".filter(",
    ".exclude(",
    ".all(",
    "queryset",
    "_set",
)
# What writes rows that are not tracked.
ALLOWED = {
    "groups/actions/sign_ins.py: SignInEvent.objects.filter(at__lt=at - timedelta(days=days)).delete()": "a log",
    "groups/actions/outgoing_mail.py: mail.delete()": "what was sent, or given up",
    "groups/admin/two_factor.py: Authenticator.objects.filter(user=obj.user_id).delete()": "not a tracked row",
    "programmes/actions/import_programme.py: change_set.delete()": "an act that changed nothing leaves no change set",
    "programmes/actions/import_links.py: row.continues.all().delete()": "a link, under its topic's revision",
    "programmes/views/saved_views.py: view.delete()": "a name for an address, its owner's own",
}


def bare_writes(source: str) -> Iterator[str]:
    """Calls that write through a queryset or delete a row."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            receiver = ast.unparse(node.func.value)
            of_query = any(mark in receiver for mark in QUERIES)
            if (
                node.func.attr in ("bulk_update", "raw", "_raw_delete")
                or (node.func.attr == "update" and of_query)
                or (node.func.attr == "delete" and (of_query or not node.args))
            ):
                yield ast.unparse(node)


def test_nothing_writes_tracked_rows_past_the_helper() -> None:
    found = []
    for app in ("groups", "programmes", "wco_tracker"):
        for path in (ROOT / app).rglob("*.py"):
            name = str(path.relative_to(ROOT))
            if name != WRITING and "/migrations/" not in name:
                found += [f"{name}: {call}" for call in bare_writes(path.read_text())]
    assert sorted(set(found) - set(ALLOWED)) == []
    assert sorted(set(ALLOWED) - set(found)) == [], "an exception that nothing needs any more"


def test_the_rule_sees_what_it_forbids() -> None:
    forbidden = (
        "Topic.objects.filter(pk=1).update(title='x')\n"
        "topic.tasks.all().delete()\n"
        "topic.delete()\n"
        "Topic.objects.bulk_update(rows, ['title'])\n"
    )
    assert len(list(bare_writes(forbidden))) == 4
    assert list(bare_writes("values.update(x=1)\ndigest.update(b'')\nstorage.delete(name)\n")) == []
