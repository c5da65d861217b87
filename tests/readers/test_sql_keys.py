"""Keys that a database declares: read from every way of writing them, and no data."""

from __future__ import annotations

import sqlite3

import pytest

from tocsin.model.declared_keys import LONGEST_NAME, PLACE, DeclaredKey, key_fields, keys_of
from tocsin.model.segments import FieldsBody, GridBody
from tocsin.readers import sqldump, sqlite
from tocsin.readers.sql_keys import keys_in

MYSQL = """-- MySQL dump 10.13
CREATE TABLE `patient` (`PatNum` bigint NOT NULL COMMENT 'x REFERENCES y (z)', `n` text, PRIMARY KEY (`PatNum`),
  KEY `idx` (`n`(10)));
CREATE TABLE `visit` (`id` int, `PatNum` bigint, `prov` int, PRIMARY KEY (`id`), KEY `p` (`PatNum`),
  CONSTRAINT `fk` FOREIGN KEY (`PatNum`) REFERENCES `patient` (`PatNum`) ON DELETE CASCADE,
  CONSTRAINT `two` FOREIGN KEY (`id`,`prov`) REFERENCES `t` (`a`,`b`));
INSERT INTO `visit` VALUES (1,2,3);
-- Dump completed on 2024-01-01
"""
POSTGRES = """--
-- PostgreSQL database dump
--
CREATE TABLE public.patients (id integer NOT NULL, name text);
CREATE TABLE public.visits (id integer PRIMARY KEY, pt integer REFERENCES public.patients, "of" int);
COPY public.visits (id, pt) FROM stdin;
1\t2
\\.
ALTER TABLE ONLY public.patients
    ADD CONSTRAINT patients_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.visits
    ADD CONSTRAINT fk FOREIGN KEY ("of") REFERENCES public.visits(id) ON UPDATE CASCADE;
-- PostgreSQL database dump complete
"""
SERVER = """CREATE TABLE [dbo].[Visit]([Id] [int] IDENTITY(1,1) NOT NULL, [Pt] [int] NULL,
 CONSTRAINT [PK] PRIMARY KEY CLUSTERED ( [Id] ASC) WITH (PAD_INDEX = OFF) ON [PRIMARY]) ON [PRIMARY]
GO
INSERT [dbo].[Visit] ([Id], [Pt]) VALUES (1, 2)
GO
ALTER TABLE [dbo].[Visit]  WITH CHECK ADD  CONSTRAINT [FK] FOREIGN KEY([Pt])
REFERENCES [dbo].[Patient Master] ([Id])
GO
"""


def _keys(recorded):
    return [key for place, fields in recorded.field_lists for key in keys_of(place, FieldsBody(tuple(fields)))]


@pytest.mark.parametrize(
    ("script", "keys"),
    [
        (MYSQL, {("patient", "PatNum"), ("visit", "id"), ("visit", "PatNum", "patient", "PatNum")}),
        (POSTGRES, {("patients", "id"), ("visits", "id"), ("visits", "pt", "patients"), ("visits", "of", "visits", "id")}),
        (SERVER, {("Visit", "Id"), ("Visit", "Pt", "Patient Master", "Id")}),
    ],
)  # fmt: skip
def test_dumps(read, script, keys):
    assert set(_keys(read(sqldump.READER, script.encode()))) == {DeclaredKey(*key) for key in keys}


def test_a_dump_that_declares_nothing_has_no_segment_of_keys(read):
    assert read(sqldump.READER, b"CREATE TABLE a (b int);\nINSERT INTO a VALUES (1);\n").field_lists == []


def test_sqlite(read):
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE patients (id INTEGER PRIMARY KEY, name TEXT)")
    connection.execute("CREATE TABLE visits (id INTEGER, pt INTEGER REFERENCES patients(id))")
    connection.execute("INSERT INTO visits VALUES (1, 2)")
    connection.commit()
    assert _keys(read(sqlite.READER, connection.serialize())) == [
        DeclaredKey("patients", "id"),
        DeclaredKey("visits", "pt", "patients", "id"),
    ]


def test_keys_travel_as_fields_and_nothing_else_is_taken_for_them():
    keys = [DeclaredKey('a"b', "c"), DeclaredKey("x" * 900, "c", "d")]
    body = FieldsBody(tuple(key_fields([*keys, *keys])))
    assert keys_of(PLACE, body) == [keys[0], DeclaredKey("x" * LONGEST_NAME, "c", "d")]
    assert keys_of("body", body) == ()
    assert keys_of(PLACE, GridBody(())) == ()


def test_texts_of_a_statement_declare_nothing():
    assert list(keys_in("t", "CHECK (x <> 'PRIMARY KEY (a)')")) == []
