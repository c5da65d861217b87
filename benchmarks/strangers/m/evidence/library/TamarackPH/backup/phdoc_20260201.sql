--
-- PostgreSQL database dump
--
SET statement_timeout = 0;
CREATE TABLE public.client (
    client_id integer NOT NULL,
    lname character varying(40),
    fname character varying(40),
    birth_dt date,
    ssn character(9),
    addr character varying(80),
    tel character varying(14)
);
COPY public.client (client_id, lname, fname, birth_dt, ssn, addr, tel) FROM stdin;
610	Bluebird	Savannah	2002-01-15	\N	2489 Rainy Lake Blvd, St. Cloud, MN 56301	920-555-0169
611	Cha	Pa	1997-08-12	477164149	1670 Pine Ridge Trl, Duluth, MN 55802	218-555-0177
612	Hope	Destiny	2008-11-30	\N	460 Hammond Ave, Duluth, MN 55802	763-555-0193
613	Ostrowski	Mary	1995-08-21	501409657	3153 Maple Grove Rd, Superior, WI 54880	651-555-0133
614	Abdullahi-Noor	Iman	2000-01-29	\N	4158 Pine Ridge Trl, Ashland, WI 54806	715-555-0190
\.

COPY public.referral (client_id, reason, ref_dt) FROM stdin;
610	late prenatal care	2026-01-10
611	hx preterm birth	2026-01-11
612	teen pregnancy	2026-01-12
613	twin gestation	2026-01-13
614	anemia in pregnancy	2026-01-14
\.

COPY public.lookup_lang (cd, nm) FROM stdin;
hmn	Hmong
som	Somali
\.
