-- MySQL dump, HL portal, partial (users + msgs)  2026-08-30 pcoughlin
CREATE TABLE pt_user (uid INT, chart VARCHAR(12), fname VARCHAR(30), mname VARCHAR(30), lname VARCHAR(40), bday DATE, email VARCHAR(80), cell VARCHAR(20), login VARCHAR(30), pw_hash VARCHAR(64));
INSERT INTO pt_user VALUES (101,'HL426314','Patricia','Helen','Zielinski','1953-10-11','pat_zielinski21@cornbelt.example','9209085546','pattyz53',NULL);
INSERT INTO pt_user VALUES (102,'HL371958','Douglas','Alan','Pautz','1960-01-30','dou_pautz81@lakemail.example','9206112313','dpautz',NULL);
INSERT INTO pt_user VALUES (103,'HL364393','Travis','Scott','Behnke','1985-10-02','t.behnke48@quickpost.example','9208669146','behnke_t',NULL);
INSERT INTO pt_user VALUES (104,'HL665661','Amy','Jo','Vandenboom','1980-12-19','a.vandenboom49@quickpost.example','9205868099','amyjov',NULL);
INSERT INTO pt_user VALUES (105,'HL660372','Farrukh','Saeed','Qureshi','1969-07-04','far_qureshi55@lakemail.example','9203497108','fqureshi69',NULL);
CREATE TABLE msg (id INT, uid INT, sent DATETIME, body TEXT);
INSERT INTO msg VALUES (9001,102,'2026-08-12 21:14:00','The gabapentin makes me dizzy, can I take it only at night? my shingles is better');
INSERT INTO msg VALUES (9002,103,'2026-08-13 06:40:00','need a refill of Adderall XR 20 going on a trip friday');
INSERT INTO msg VALUES (9003,105,'2026-08-20 12:01:00','My stress test was normal at the hospital they said, please send to you');
