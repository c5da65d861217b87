--
-- PostgreSQL database dump
--
SET client_encoding = 'UTF8';
CREATE TABLE public.client (client_id integer NOT NULL, lname text, fname text, mi text, dob date, ssn character(9), city text, pri_dx text, payer text);
COPY public.client (client_id, lname, fname, mi, dob, ssn, city, pri_dx, payer) FROM stdin;
3311	Maestas	Dulce	E	1999-03-24	826468731	Española	F41.1	CENT
3312	Boone	Grady	N	1977-01-13	757783454	Santa Fe	F25.0	MCD
3315	Kovalenko	Ivan	P	1985-11-26	\N	Edgewood	F11.20	SELF
3316	Pacheco	Lucinda	R	1965-10-30	852602058	Santa Fe	F31.81	MCR
3320	Aragon	Mateo	D	1996-12-17	\N	Española	F90.0	CENT
3321	Strand	Noelle	K	1991-05-08	764966602	Los Lunas	F43.10	TRI
3399	Test	Donotuse	\N	1999-09-09	\N	Nowhere	F99	SELF
\.
ALTER TABLE ONLY public.client ADD CONSTRAINT client_pkey PRIMARY KEY (client_id);
