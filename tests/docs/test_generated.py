"""The generated documents say what the portal does today, and every article is on file."""

from __future__ import annotations

import re

import pytest

from app.cli.where import views
from app.kernel.citation import clauses
from app.kernel.model import managed_tables
from app.services import documents

UNITS = ["", *"一二三四五六七八九"]
ARTICLES = [tens + unit for tens in ("", "十", "二十", "三十") for unit in UNITS][1:39]
OUTLINE = {"四(一)": 4, "四(二)": 5, "四(三)": 3, "四(四)": 2}


def test_documents_are_up_to_date():
    """Otherwise: make docs."""
    assert documents.stale(views()) == [], "make docs"


def test_a_stale_document_is_told_and_mended(tmp_path):
    shown = views()
    assert documents.write(shown, tmp_path) == documents.stale(shown, tmp_path / "empty")
    (tmp_path / "atlas.md").write_text("旧", encoding="utf-8")
    (tmp_path / "permissions.md").unlink()
    assert documents.stale(shown, tmp_path) == ["atlas.md", "permissions.md"]
    assert documents.write(shown, tmp_path) == ["atlas.md", "permissions.md"]
    assert documents.stale(shown, tmp_path) == []


def test_documents_name_no_lines():
    """A line moves with every edit above it."""
    for name, told in documents.documents(views()).items():
        assert not re.search(r"\.py:\d", told), name


def test_every_table_is_in_the_atlas():
    told = documents.documents(views())["atlas.md"]
    for table in managed_tables():
        assert f"## {table.__label__} {table.__name__}\n" in told


@pytest.mark.parametrize("article", ARTICLES)
def test_every_article_is_on_file(article):
    held = clauses()[f"条例:{article}"]
    assert held.heading
    assert held.summary


def test_there_are_38_articles_and_14_items():
    assert (ARTICLES[0], ARTICLES[9], ARTICLES[-1], len(ARTICLES)) == ("一", "十", "三十八", 38)
    assert [each for each in clauses() if each.startswith("提纲:")] == [
        f"提纲:{part}{number + 1}" for part, count in OUTLINE.items() for number in range(count)
    ]


def test_what_is_declaratory_says_why():
    for each in clauses().values():
        assert bool(each.why) is each.declaratory, each.citation
