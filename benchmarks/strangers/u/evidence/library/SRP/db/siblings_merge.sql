-- dupe sibs per Jasper L. ticket 2291 -- run AFTER backup
BEGIN;
CREATE TABLE tmp_sib (pid varchar(12), ln text, fn text, bd date, ssn char(11), memid text);
INSERT INTO tmp_sib VALUES ('SRP606185','Kneece','Levi','2024-11-20','249-75-9217','HMW20445518-07');
INSERT INTO tmp_sib VALUES ('SRP196970','Kneece','Luke','2024-11-20','251-09-5038','HMW20445518-08');
INSERT INTO tmp_sib VALUES ('SRP215420','Price','Dylan','2011-11-11',NULL,NULL);
INSERT INTO tmp_sib VALUES ('SRP519874','Price','Journey','2018-05-19','250-91-8670',NULL);
INSERT INTO tmp_sib VALUES ('SRP212889','Hallman','Tristen','2016-12-31',NULL,NULL);
INSERT INTO tmp_sib VALUES ('SRP327391','Hallman','Tristan','2016-12-31',NULL,NULL);
UPDATE guarantor SET gname='KNEECE,HANNAH', gphone='803-555-0153' WHERE gid=88123; -- twins Levi/Luke
INSERT INTO tmp_sib VALUES ('SRP000000','TESTCASE','JANE','2000-01-01',NULL,NULL); -- delete me
ROLLBACK;
