"""SQL dumps: the rows of every dialect under their columns, streamed, sliced, and nothing too broken."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.hostile import outcome, spoiled
from tocsin.config import READ
from tocsin.model.evidence import ItemCode
from tocsin.readers.interface import Source
from tocsin.readers.registry import reader_for
from tocsin.readers.sniff import sniff
from tocsin.readers.sqldump import READER

MYSQL = """-- MySQL dump 10.13
/*!40101 SET NAMES utf8 */;
DROP TABLE IF EXISTS `pat`;
CREATE TABLE `pat` (
  `id` int(11) NOT NULL AUTO_INCREMENT, -- the key (of all)
  `last` varchar(20) DEFAULT 'a,b)' COMMENT 'x;y',
  `amount` decimal(10,2), `note` text,
  PRIMARY KEY (`id`), UNIQUE KEY `k` (`last`,`note`(10)), CONSTRAINT `c` FOREIGN KEY (`id`) REFERENCES `t` (`id`)
) ENGINE=InnoDB;
LOCK TABLES `pat` WRITE;
/*!40000 ALTER TABLE `pat` DISABLE KEYS */;
INSERT INTO `pat` VALUES (1,'O\\'Neil',1.50,'a;b),(c\\nd'),(2,'L''Eau',NULL,_binary 'x\\\\'),
(3,'Lee',-2,'');
UNLOCK TABLES;
-- Dump completed on 2024-01-01
"""
POSTGRES = """--
-- PostgreSQL database dump
--
SET statement_timeout = 0;
CREATE TABLE public.pat (
    id integer NOT NULL,
    "last name" character varying(20) DEFAULT ''::character varying,
    note text
);
CREATE FUNCTION public.f() RETURNS text LANGUAGE sql AS 'select 1;';
COPY public.pat (id, "last name", note) FROM stdin;
1\tO'Neil\tback\\\\slash
2\tLee\\tAnn\t\\N
\\.

INSERT INTO public.pat VALUES (3, 'C:\\', E'tab\\there'), (4, 'x'::text, '{"a": 1}'::jsonb);
INSERT INTO public.pat (note, id) VALUES ('late', 5) ON CONFLICT DO NOTHING;
-- PostgreSQL database dump complete
"""
SERVER = """USE [health]
GO
SET ANSI_NULLS ON
GO
CREATE TABLE [dbo].[Patient Master](
\t[Id] [int] IDENTITY(1,1) NOT NULL,
\t[Last] [nvarchar](50) NULL,
\t[Born] [date] NULL,
 CONSTRAINT [PK] PRIMARY KEY CLUSTERED ([Id] ASC) WITH (PAD_INDEX = OFF) ON [PRIMARY]
) ON [PRIMARY]
GO
INSERT [dbo].[Patient Master] ([Id], [Last], [Born]) VALUES (1, N'O''Neil', CAST(N'1970-01-02' AS Date))
GO
INSERT [dbo].[Patient Master] ([Id], [Last], [Born]) VALUES (2, NULL, CAST(0x0000A5E300000000 AS DateTime))
INSERT INTO [Patient Master] ([Born], [Id]) VALUES (CONVERT(date, CAST(N'1980-03-04' AS nvarchar(10))), 3)
UPDATE [dbo].[Patient Master] SET [Last] = N'Roe' WHERE Id = 2
GO
"""


def _table(recorded, name):
    return [row for place, _, rows, _ in recorded.grids if place == name for row in rows]


def test_mysql(read):
    recorded = read(READER, MYSQL.encode())
    assert _table(recorded, "pat") == [
        ["id", "last", "amount", "note"], ["1", "O'Neil", "1.50", "a;b),(c\nd"], ["2", "L'Eau", "", "x\\"], ["3", "Lee", "-2", ""],
    ]  # fmt: skip
    assert recorded.codes == []


def test_postgres(read):
    recorded = read(READER, POSTGRES.encode())
    assert _table(recorded, "pat") == [
        ["id", "last name", "note"], ["1", "O'Neil", "back\\slash"], ["2", "Lee\tAnn", ""], ["3", "C:\\", "tab\there"],
        ["4", "x", '{"a": 1}'], ["5", "", "late"],
    ]  # fmt: skip
    assert recorded.codes == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_sql_server(read, encoding):
    recorded = read(READER, SERVER.encode(encoding))
    assert _table(recorded, "Patient Master") == [
        ["Id", "Last", "Born"], ["1", "O'Neil", "1970-01-02"], ["2", "", "2016-04-09"], ["3", "", "1980-03-04"],
    ]  # fmt: skip
    assert "N'Roe'" in recorded.all_text()


def test_lines_of_settings_without_semicolon_swallow_no_row(read):
    script = (
        "USE [Clinic]\nSET NOCOUNT ON\r\nSET IDENTITY_INSERT [dbo].[Patient] ON \n"
        "INSERT [dbo].[Patient] ([ID], [Last]) VALUES (1, N'Lee')\nINSERT [dbo].[Patient] ([ID], [Last]) VALUES (2, N'Ray')\n"
        "SET IDENTITY_INSERT [dbo].[Patient] OFF\nDELETE FROM [dbo].[Old] WHERE [Name] = 'Bo Dow'\n"
        "INSERT INTO [dbo].[Visit] ([ID]) VALUES (7)\n"
    )
    recorded = read(READER, script.encode())
    rows = {place: rows for place, _, rows, _ in recorded.grids}
    assert rows == {"Patient": [["ID", "Last"], ["1", "Lee"], ["2", "Ray"]], "Visit": [["ID"], ["7"]]}
    assert "Bo Dow" in recorded.texts[0][1]


def test_columns_no_table_names_come_behind_and_rows_without_any_stand_alone(read):
    data = b"INSERT INTO a (x) VALUES (1);\nINSERT INTO a (y, x) VALUES (3, 2);\nINSERT INTO b VALUES ('p', 'q');\n"
    recorded = read(READER, data)
    assert _table(recorded, "a") == [["x", "y"], ["1"], ["2", "3"]] and _table(recorded, "b") == [["p", "q"]]


def test_a_dump_without_its_end_is_in_part(read):
    for whole, cut in ((MYSQL, "(3,'Lee"), (POSTGRES, "2\tLee")):
        recorded = read(READER, whole[: whole.index(cut) + 2].encode())
        assert ItemCode.PARTLY_CORRUPT in recorded.codes and "O'Neil" in recorded.all_text()


def test_documents_in_cells_are_children(read):
    pdf = b"%PDF-1.4" + b"\x00\xff" * 300
    for value in ("0x" + pdf.hex(), f"X'{pdf.hex()}'", f"'\\x{pdf.hex()}'"):
        recorded = read(READER, f"INSERT INTO f VALUES (1, {value}, 'after');".encode())
        assert [data for _, _, data in recorded.children] == [pdf]
        assert _table(recorded, "f") == [["1", "", "after"]]


@pytest.mark.parametrize("kind", ["insert", "copy"])
def test_slices_give_what_the_whole_gives(read, kind):
    create = "CREATE TABLE a (\n id int,\n name text\n);\nCREATE TABLE b (\n id int,\n name text\n);\n"
    if kind == "insert":
        body = "".join(
            f"INSERT INTO a VALUES ({n}, 'Lee{n}');\nINSERT INTO b VALUES ({n}, 'Roe{n}');\n" for n in range(900)
        )
    else:
        lines = "".join(f"{n}\tLee{n}\n" for n in range(200_000))
        body = f"COPY a (id, name) FROM stdin;\n{lines}\\.\nCOPY b (id, name) FROM stdin;\n1\tRoe1\n\\.\nINSERT INTO b VALUES (7, 'x');\n"
    data = ("\n" + create + body).encode()
    source = Source(io.BytesIO(data), len(data), "x", "application/sql")
    units = READER.plan(source, type(READ)(unit_bytes=10_000 if kind == "insert" else 1_000_000))
    assert len(units) > 2
    pieces, whole = read(READER, b""), read(READER, data)
    for unit in units:
        READER.read(source, pieces, READ, unit)
    for name in ("a", "b"):
        rows = [
            row
            for place, _, part, _ in pieces.grids
            if place.split(",")[0] == name
            for row in part
            if row != ["id", "name"]
        ]
        assert rows == _table(whole, name)[1:]
    assert all(head[0] == ["id", "name"] for _, _, _, head in pieces.grids) and pieces.codes == []


@pytest.mark.parametrize(
    "data",
    [b"INSERT INTO a VALUES ", b"INSERT INTO a VALUES (" + b"(" * 200_000, b"INSERT INTO a VALUES ('" + b"x" * 3_000_000,
     b"CREATE TABLE a (" + b"x int," * 100_000, b"CREATE TABLE a", b"COPY a FROM stdin;\n" + b"\t" * 2_000_000,
     b"INSERT INTO a VALUES (1)" + b",(1)" * 300_000, b"'" * 300_000, b"/*" + b"*" * 300_000, b"(" * 300_000,
     b"INSERT INTO a VALUES (f(f(f(1)),2);\nINSERT INTO a VALUES (1);", b"INSERT INTO a SELECT 'x' " + b"UNION ALL SELECT 'y' " * 50_000],
)  # fmt: skip
def test_broken_scripts_end(read, data):
    assert read(READER, data).cannot is None


@given(st.binary(max_size=300), st.integers(0, 3_000), st.sampled_from([MYSQL, POSTGRES, SERVER]))
def test_never_raises_anything_else(junk, at, whole):
    assert outcome(READER, spoiled(whole.encode(), junk, at)) is None


@pytest.mark.parametrize("whole", [MYSQL, POSTGRES, SERVER])
def test_known_by_its_content(whole):
    assert reader_for(sniff(whole.encode(), "backup.dat", 9_000)) is READER
    assert reader_for(sniff(b"INSERT INTO a VALUES (1);", "a.sql", 25)) is READER
