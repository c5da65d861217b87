-- dump of the follow-up reminder app (MariaDB) 2026-09-12, schema v3
CREATE TABLE person (pid INT PRIMARY KEY, chart VARCHAR(9), last VARCHAR(40), first VARCHAR(40), born DATE, cell CHAR(10), mail VARCHAR(80));
INSERT INTO person VALUES
(11,'RH625186','Dingess','Frances','1947-11-16','5407472036',NULL),
(12,'RH893194','Soleimani','Parviz','1959-02-27','5403686928','parvizsoleimani64@chesmail.example'),
(14,'RH637861','Dietz','Ulrich','1945-04-12',NULL,NULL),
(15,'RH974159','Mangum','Hezekiah','1942-09-04',NULL,NULL),
(19,'RH854825','Rivers','Tessa','1987-05-25','5407936137','tessarivers38@chesmail.example'),
(20,'RH000000','Test','Tina','1900-01-01','5405550000','test@rapidanhemonc.example');
CREATE TABLE problem (pid INT, icd VARCHAR(8), words VARCHAR(80));
INSERT INTO problem VALUES (11,'C91.10',''),(12,'C22.0','hepatoma, hep B'),(14,'C25.0','panc head'),(15,'C61','prostate w bone mets'),(19,'C81.11','NSHL IIA'),(20,'Z00.00','test');
CREATE TABLE status (pid INT, vital CHAR(1), dlc DATE, note TEXT);
INSERT INTO status VALUES (11,'A','2026-08-30',''),(12,'A','2026-09-02','takes entecavir; lenvatinib starts next wk'),(14,'D','2026-07-19','per obit'),(15,'D','2026-08-02','hospice called'),(19,'A','2026-09-09','PET 3 clear, AVD x4 left');
CREATE TABLE users (uname VARCHAR(20), role VARCHAR(10)); INSERT INTO users VALUES ('mrangara','md'),('twechsle','md'),('jmacarae','rn');
-- dump complete
