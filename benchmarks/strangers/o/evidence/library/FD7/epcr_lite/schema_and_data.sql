--
-- PostgreSQL database dump
--
SET client_encoding = 'UTF8';
CREATE TABLE public.patient_contact (
    pc_id integer NOT NULL,
    run_no character varying(12),
    lname text, fname text,
    birthdate date,
    callback text,
    impression text,
    meds_given text
);
COPY public.patient_contact (pc_id, run_no, lname, fname, birthdate, callback, impression, meds_given) FROM stdin;
701	26-0315	Frost	Nadine	1972-06-19	3605550194	Anaphylaxis	epinephrine 0.3 IM
702	26-0317	Osei	Kwabena	1984-07-26	3605550164	Seizure, known epilepsy	midazolam 10 IM
703	26-0318	Toivonen	Elmer	1931-04-16	\N	Cardiac arrest, field termination	epi x5
704	26-0320	Bouvier	Rachelle	1977-09-27	3605550161	Labor, delivered en route	
\.


--
-- PostgreSQL database dump complete
--
