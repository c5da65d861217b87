-- conversion load, run once!!  bnunn 2024-08-19
CREATE TABLE guar (gid int, nm varchar(60), dob date, ssn char(11), addr varchar(60), city varchar(30), zip char(5));
CREATE TABLE pt (mrn char(8), nm varchar(60), dob date, gid int, rel char(1), dx varchar(40), ins varchar(20));
INSERT INTO guar VALUES (1,'Hatcher, Stuart','1979-02-03','317-26-9239','3523 Merry Oaks Dr','Burkesville','42717');
INSERT INTO guar VALUES (2,'Downey, Crystalyn','1991-05-09',NULL,'200 Tabor Ln','Edmonton','42129');
INSERT INTO guar VALUES (3,'Emberton, Marvin','1974-10-14','301-40-7982','357 Pelham Branch Rd','Albany','42602');
INSERT INTO guar VALUES (4,'Wade, Georgette','1984-03-26','405-69-1335','93 N Reed St','Somerset','42501');
INSERT INTO pt VALUES ('CF196789','Hatcher, Kayla','2011-09-16',1,'C','tonsillitis chronic','KJG143M38837');
INSERT INTO pt VALUES ('CF467557','Downey, Micah','2016-12-31',2,'C','febrile seizure','0010289679');
INSERT INTO pt VALUES ('CF601899','Emberton, Lacey','2005-04-21',3,'C','ovarian cyst','UCW558M82826');
INSERT INTO pt VALUES ('CF397052','Wade, Preston','2013-08-10',4,'C','T1DM','RNH441M36820');
INSERT INTO pt VALUES ('CF000001','TEST, BABY','2020-01-01',0,'X','none',NULL);
COMMIT;
