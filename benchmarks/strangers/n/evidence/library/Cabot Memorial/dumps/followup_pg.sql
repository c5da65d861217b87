--
-- PostgreSQL database dump
--
SET statement_timeout = 0;
CREATE TABLE public.fu_contact (id integer, pt_name text, birth date, contact_nm text, contact_rel text, street text, citystzip text, phone text, last_result text);

COPY public.fu_contact (id, pt_name, birth, contact_nm, contact_rel, street, citystzip, phone, last_result) FROM stdin;
700	Tillman, Wendell	1985-09-25	\N	self	8871 Convent Ave Lot 12	Theodore AL 36582	251-555-0144	rec. colon ca
701	Quiñones, Marisol	1963-03-09	Lucien Delahoussaye	son	3491 Old Spanish Trl	Biloxi MS 39531	228-555-0138	NED kidney ca
702	Weathersby, Otis	1950-09-11	\N	self	3780 Ingalls Ave	Lucedale MS 39452	601-555-0140	NED prostate ca
703	Rouse, Beulah	1980-08-22	Tawanda Crosby	daughter	8705 Telegraph Rd	Picayune MS 39466	601-555-0189	NED kidney ca
704	Lam, Duc	1939-11-11	\N	self	5706 Oyster Bayou Ct	Covington LA 70433	985-555-0146	NED
\.

-- PostgreSQL database dump complete
