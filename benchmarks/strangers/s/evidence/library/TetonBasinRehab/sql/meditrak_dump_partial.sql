-- MySQL dump 9.11  meditrak   Server version 4.0.24
DROP TABLE IF EXISTS `pt_master`;
CREATE TABLE `pt_master` (`ptno` int(11), `lname` varchar(40), `fname` varchar(30), `bdt` date, `ss` char(9), `hic` varchar(14), `nok_free` text);
INSERT INTO `pt_master` VALUES (60114,'Marchetti','Thaddeus','1968-12-01','518447201',NULL,'brother Vito, no phone'),(60117,'Villase\xf1or','Lupe','1975-09-15','519620388','5QK9-YA2-RR07',NULL),
(60120,'XX DO NOT USE','XX','0000-00-00','000000000',NULL,NULL),(60121,'\'O Briain','Tamsin','1964-02-11','','','lives alone, key under gnome');
CREATE TABLE `pt_dx` (`ptno` int, `seq` int, `icd9` varchar(7), `txt` varchar(80));
INSERT INTO `pt_dx` VALUES (60114,1,'434.91','CVA ISCHEMIC'),(60117,1,'806.4','FX LUMBAR W CORD INJURY'),(60121,1,'340','MULTIPLE SCLEROSIS');
-- dump aborted: Got error 127 from table handler
