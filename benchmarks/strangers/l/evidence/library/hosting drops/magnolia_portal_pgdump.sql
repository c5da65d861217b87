--
-- PostgreSQL database dump
--
SET statement_timeout = 0;
SET client_encoding = 'UTF8';

CREATE TABLE portal.acct (
    acct_id bigint NOT NULL,
    login text,
    pw_plain_tmp text,
    given text, surname text,
    born date,
    email text
);

COPY portal.acct (acct_id, login, pw_plain_tmp, given, surname, born, email) FROM stdin;
600	sdamico3	Sunflwr!22	Siobhán	D'Amico	1987-05-01	sdamico87@mailbox.example
601	cudobrooks4	baby2026	Chiamaka	Udo-Brooks	1997-03-30	cudobrooks97@mailbox.example
602	rlake5	Lakehse#9	Rosalind	Lake	1992-07-20	rlake92@mailbox.example
603	mbenami6	Shalom_77	Miriam	Ben-Ami	2001-10-10	mbenami1@mailbox.example
\.

COPY portal.msg (msg_id, acct_id, sent, subj, body) FROM stdin;
9001	601	2026-04-09 21:14:03	question	Hi its Chiamaka, is the labetalol ok w/ twins? dizzy
9002	602	2026-04-10 07:00:41	results	I see CA-125 of 88 on here and nobody called me
9003	603	2026-04-10 07:30:00	billing	\N
\.
