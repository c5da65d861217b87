--
-- PostgreSQL database dump
--
-- Dumped from database version 14.11
-- Dumped by pg_dump version 14.11
SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
CREATE SCHEMA mgo;
CREATE TABLE mgo.prsn (prsn_uid uuid NOT NULL, ext_no text, nm_f text, nm_g text, nm_m text, brth date, tin text, sx character(1));
CREATE TABLE mgo.prsn_loc (prsn_uid uuid, use text, line text, muni text, st character(2), pc text, tel text, mail text);
CREATE TABLE mgo.cvg (prsn_uid uuid, carrier text, ident text, rel text, holder text, holder_brth date);
CREATE TABLE mgo.cond (prsn_uid uuid, code text, txt text, onset date);
CREATE TABLE mgo.obs (prsn_uid uuid, test text, val text, unit text, obs_dt date);

COPY mgo.prsn (prsn_uid, ext_no, nm_f, nm_g, nm_m, brth, tin, sx) FROM stdin;
c8bfac35-c826-4d58-b76b-3bf661e565e2	9018870	Niemeyer	Kathleen	B	1954-03-04	497776574	F
41cf1878-19f5-43c8-8535-465b402367cb	2534891	Dickerson	Roberta	S	1949-08-22	\N	F
76a7072c-899d-4988-975c-0102abb70dc6	4904109	Muhammad	Aisha	N	1971-11-09	487332740	F
becb242d-71c0-4627-a8b6-e2e04cb5b642	1827804	Palazzolo	Teresa	G	1962-05-17	\N	F
59db46ef-431a-4574-8194-187936c06f7e	7634705	Brinkmann	Colleen	M	1966-10-01	498857180	F
d2008a85-ffa2-4a00-9283-af149f43338c	7437292	Chukwu	Ifeoma	A	1979-07-13	\N	F
8b77e0c2-0cab-4064-ab17-b8427a104eca	6988681	Hromadka	Vlasta	J	1945-12-06	496798073	F
bcfd311e-061b-4b99-a140-e756d9569370	4622389	Tran-Boyd	Jessica	L	1985-04-28	\N	F
c97611ea-3d8c-4798-832c-7a9b5549cc47	4750342	Stallings	Geneva	P	1951-09-19	492709372	F
00000000-0000-4000-8000-000000000001	0000001	TESTPATIENT	ZELDA	\N	1950-05-05	111111111	F
\.

COPY mgo.prsn_loc (prsn_uid, use, line, muni, st, pc, tel, mail) FROM stdin;
c8bfac35-c826-4d58-b76b-3bf661e565e2	home	5462 Old Ferry Rd	Webster Groves	MO	63119	3144557024	\N
41cf1878-19f5-43c8-8535-465b402367cb	home	7427 Duck Pond Rd	Arnold	MO	63010	3147168917	\N
76a7072c-899d-4988-975c-0102abb70dc6	home	8944 Kickapoo Trl	Arnold	MO	63010	3144244340	a.muhammad76@inboxly.example
59db46ef-431a-4574-8194-187936c06f7e	home	2856 Old Ferry Rd	Fenton	MO	63026	3144225702	\N
d2008a85-ffa2-4a00-9283-af149f43338c	home	6548 Rosedown Dr	Fenton	MO	63026	3146063818	i.chukwu76@inboxly.example
8b77e0c2-0cab-4064-ab17-b8427a104eca	home	7746 Live Oak Ave	Webster Groves	MO	63119	3147245178	\N
bcfd311e-061b-4b99-a140-e756d9569370	home	9278 E Walnut Lawn	Webster Groves	MO	63119	3144644850	j.tranboyd74@ozarkpost.example
c97611ea-3d8c-4798-832c-7a9b5549cc47	home	6409 Bois d'Arc Dr	Kirkwood	MO	63122	3145893286	\N
\.

COPY mgo.cvg (prsn_uid, carrier, ident, rel, holder, holder_brth) FROM stdin;
c8bfac35-c826-4d58-b76b-3bf661e565e2	Medicare	2NE4CN5NY55	self	\N	\N
41cf1878-19f5-43c8-8535-465b402367cb	Medicare	7EY3AJ5FH55	self	\N	\N
76a7072c-899d-4988-975c-0102abb70dc6	Anthem MO	YRX548504386	self	\N	\N
becb242d-71c0-4627-a8b6-e2e04cb5b642	Aetna	W567523279	self	\N	\N
d2008a85-ffa2-4a00-9283-af149f43338c	UHC	9254134738	self	\N	\N
8b77e0c2-0cab-4064-ab17-b8427a104eca	Medicare	8HG3RJ2NE70	self	\N	\N
bcfd311e-061b-4b99-a140-e756d9569370	Cigna	U991177204	self	\N	\N
59db46ef-431a-4574-8194-187936c06f7e	Anthem MO	YRX167272751	spouse	Brinkmann, Dale	1964-01-25
\.

COPY mgo.cond (prsn_uid, code, txt, onset) FROM stdin;
c8bfac35-c826-4d58-b76b-3bf661e565e2	C54.1	endometrial carcinoma, FIGO IB	2026-03-06
41cf1878-19f5-43c8-8535-465b402367cb	C56.9	high grade serous ovarian	2026-05-08
76a7072c-899d-4988-975c-0102abb70dc6	D27.1	benign left ovary	2026-04-07
59db46ef-431a-4574-8194-187936c06f7e	C53.9	cervix, squamous	2026-03-09
d2008a85-ffa2-4a00-9283-af149f43338c	D06.9	CIN 3	2026-05-08
8b77e0c2-0cab-4064-ab17-b8427a104eca	C51.9	vulvar carcinoma	2026-05-01
bcfd311e-061b-4b99-a140-e756d9569370	O01.1	gestational trophoblastic	2026-02-05
c97611ea-3d8c-4798-832c-7a9b5549cc47	C56.1	ovary, clear cell	2026-03-04
\.

COPY mgo.obs (prsn_uid, test, val, unit, obs_dt) FROM stdin;
41cf1878-19f5-43c8-8535-465b402367cb	CA-125	412	U/mL	2026-08-11
c97611ea-3d8c-4798-832c-7a9b5549cc47	CA-125	88	U/mL	2026-08-12
bcfd311e-061b-4b99-a140-e756d9569370	beta-hCG	15230	mIU/mL	2026-08-14
becb242d-71c0-4627-a8b6-e2e04cb5b642	hemoglobin	9.4	g/dL	2026-08-15
d2008a85-ffa2-4a00-9283-af149f43338c	HPV 16	DETECTED	\N	2026-08-26
\.

ALTER TABLE ONLY mgo.prsn ADD CONSTRAINT prsn_pkey PRIMARY KEY (prsn_uid);
--
-- PostgreSQL database dump complete
--
