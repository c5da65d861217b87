-- warehouse tables, no data. rev 2026-05
CREATE TABLE dim_person (person_sk BIGINT PRIMARY KEY, src CHAR(4), last_nm VARCHAR(60), first_nm VARCHAR(60), birth_dt DATE, ssn CHAR(9), mrn VARCHAR(20));
CREATE TABLE dim_payer  (payer_sk INT PRIMARY KEY, payer_nm VARCHAR(60));
CREATE TABLE fact_claim (claim_sk BIGINT PRIMARY KEY, person_sk BIGINT, payer_sk INT, dos DATE, cpt VARCHAR(7), icd1 VARCHAR(8), billed NUMERIC(12,2));
-- smoke test
INSERT INTO dim_person VALUES (1,'TEST','ZZTEST','WAREHOUSE','1900-01-01','000000000','0');
INSERT INTO dim_person VALUES (2,'TEST','DOE','JANE','1970-01-01','123456789','1');
INSERT INTO dim_payer VALUES (1,'TEST PAYER');
