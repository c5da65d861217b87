--
-- PostgreSQL database dump
--
-- Dumped from database version 12.9
SET statement_timeout = 0;
SET client_encoding = 'UTF8';
COPY public.patient (patid, salut, lastname, firstname, mi, dob, ssn, addr1, city, state, zip, hmphone, medalert) FROM stdin;
2201	\N	Stratton	Vivian	E	1998-12-03	777529720	4819 Sugar Camp Rd	South Point	OH	45680	7405550111	PREMED - heart valve
2202	\N	Crum	Obadiah	W	1963-12-20	866191489	1192 Lick Run Rd	Chillicothe	OH	45601	7405550118	HIV
2203	\N	Nakagawa	Keiko	\N	1977-03-10	893873922	148 Vine St	Williamson	WV	25661	3045550125	latex allergy
2204	\N	O'Dell	Patrick	J	1957-01-28	794331536	4803 Elm St	Chillicothe	OH	45601	7405550132	bleeding disorder - vWD
\.

COPY public.feesched (code, descr, fee) FROM stdin;
D7140	extraction erupted	185.00
D7240	removal impacted complete bony	425.00
\.
