--
-- PostgreSQL database dump
--
SET client_encoding = 'UTF8';

CREATE TABLE public.hd_patient (
    hd_id integer NOT NULL, surname text, given text, birth date, ssn character(9), medicare_mbi text, first_hd date, cause_esrd text
);

COPY public.hd_patient (hd_id, surname, given, birth, ssn, medicare_mbi, first_hd, cause_esrd) FROM stdin;
77	da Silva	Joaquim	1984-07-04	821851556	2AA2MQ3UX66	2020-05-11	E11.22
78	Running-Deer	Pearl	1974-09-19	839954038	2FH1KT7UA83	2017-08-11	I12.0
79	Kjelland	Alvin	1978-05-27	738465277	\N	2021-05-11	N03.9
80	Lowe	Hattie	1979-09-15	857044724	8DA1KP2VX08	2025-05-11	Q61.2
81	Tupou	Sione	1968-11-25	842297805	1GD4JP7WX80	2020-02-11	E11.22
\.

ALTER TABLE ONLY public.hd_patient ADD CONSTRAINT hd_patient_pkey PRIMARY KEY (hd_id);
