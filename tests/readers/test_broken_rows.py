"""Rows with unquoted names, labels beside each other, values that are HTML, messages without a type."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tocsin.readers import chat, delimited, html, jsonfile, plain
from tocsin.readers.delimited_names import broken_width, rejoined
from tocsin.readers.sniff import sniff

CENSUS = b"ee,dob,sex\nBoyle, Dee,08/03/1985,F\nVentura, Cory,03/21/1999,M\n"


def test_names_that_break_a_row_are_joined(read: Callable[..., Any]) -> None:
    [(_, _, rows, head)] = read(delimited.READER, CENSUS, name="census.csv").grids
    assert rows[1:] == head[1:] == [["Boyle, Dee", "08/03/1985", "F"], ["Ventura, Cory", "03/21/1999", "M"]]


def test_rows_that_are_right_stay() -> None:
    head = [["name", "note"], ["Lee", "ok"], ["Roe", " see back", "x"]]
    assert broken_width(head) == 0
    assert rejoined(["1", " 2", "3"], 2) == ["1", " 2", "3"]


def test_labels_side_by_side_are_set_below_each_other(read: Callable[..., Any]) -> None:
    text = b"ANN LEE           BO ROE\n1 ELM ST          22 OAK DR\nUTICA NY 13501    ROME NY 13440\n\nnote\n"
    [(_, found)] = read(plain.READER, text).texts
    assert found == "ANN LEE\n1 ELM ST\nUTICA NY 13501\n\nBO ROE\n22 OAK DR\nROME NY 13440\n\nnote\n"


def test_a_page_may_begin_with_any_block() -> None:
    assert sniff(b"<h2>Staff &ndash; list</h2><dl><dt>Lee, Ann</dt></dl>", "x", 60) == "text/html"
    assert sniff(b"<staff><h2>x</h2></staff>", "x.xml", 30) == "application/xml"
    assert html.READER.media_types >= {"text/html"}


def test_values_that_are_html_are_read_as_text(read: Callable[..., Any]) -> None:
    data = json.dumps([{"id": 1, "note": "<p>pt <b>Ann Lee</b></p>"}, {"id": 2, "note": "BP < 120"}]).encode()
    [(_, _, rows, _)] = read(jsonfile.READER, data, media_type="application/json").grids
    assert rows[1:] == [["1", "pt Ann Lee"], ["2", "BP < 120"]]


def test_messages_without_a_type_are_messages(read: Callable[..., Any]) -> None:
    one = {"ts": "2025-09-05T13:01:11Z", "from": {"displayName": "Jo"}}
    data = json.dumps([{**one, "body": {"contentType": "html", "content": "<p>Ann <b>Lee</b></p>"}}]).encode()
    assert chat.is_chat(data.decode())
    found = read(chat.READER, data, media_type=chat.MEDIA_TYPE)
    assert [text for _, text in found.texts] == ["Ann Lee"]
    assert found.field_lists[0][1][0].value == "Jo"
