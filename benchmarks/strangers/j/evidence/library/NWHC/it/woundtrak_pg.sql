--
-- PostgreSQL database dump
--
SET client_encoding = 'UTF8';
CREATE TABLE public.pt (ptkey integer NOT NULL, surname text, given text, dob date, street text, town text, zip text, phone text, mbi text);
COPY public.pt (ptkey, surname, given, dob, street, town, zip, phone, mbi) FROM stdin;
11	Whirlwind Soldier	Philomena	1944-03-05	3920 Main St	Springview	68778	4025550138	6CC4DD1EE90
12	Casillas	Arturo	1987-07-13	790 Wood St	Gordon	69343	3085550143	\N
13	Mucha	Thaddeus	1928-01-23	833 Sparks Rd	Springview	68778	4025550117	2GH7JK3NM45
14	Roubideaux	Felix	1970-08-27	3843 Hall St	Stuart	68780	4025550139	\N
\.
CREATE TABLE public.visit (vid integer, ptkey integer, vdate date, dx text, tx text);
COPY public.visit (vid, ptkey, vdate, dx, tx) FROM stdin;
901	11	2026-08-11	L89.153	NPWT
902	12	2026-08-12	M27.2	HBO
903	14	2026-08-12	E11.621	HBO
\.
