-- dump of rdi_sched, table pt and table infusion, taken 2026-09-30 by Trent for the move
SET NAMES utf8mb4;
DROP TABLE IF EXISTS `pt`;
CREATE TABLE `pt` (`id` int, `chart` varchar(12), `lname` varchar(40), `fname` varchar(40), `mi` char(1), `dob` date, `ssn` char(11), `addr` varchar(80), `city` varchar(40), `zip` char(5), `phone` varchar(12), `ins` varchar(40), `polnum` varchar(20));
INSERT INTO `pt` VALUES
(1,'RD-362531','Tybo','Shawna','L','1966-03-02','530-45-3174','3963 E Lincoln Ave','Elko','89801','775-478-3586','Nevada Medicaid','00007519485'),
(2,'RD-696860','Goicoechea','Martin','J','1952-07-28',NULL,'560 Saddleback Rd','Wells','89835','775-328-3203','Medicare','2GT0WR5PF24'),
(3,'RD-914840','Stockham','Verna','E','1945-02-16','530-30-2974','2676 Alder Ct','Spring Creek','89815',NULL,'Medicare','5YA6AA6TK17'),
(4,'RD-346419','Ugalde','Esteban','R','1974-09-08',NULL,'8191 Manzanita Ave','Wells','89835','775-338-2069','Prominence','555183902'),
(99,'RD-00000','TEST','PATIENT','X','2000-01-01','000-00-0000','1 MAIN','ELKO','89801','775-555-0100','SELF','TEST123');
DROP TABLE IF EXISTS `infusion`;
CREATE TABLE `infusion` (`pt_id` int, `dt` date, `drug` varchar(40), `icd` varchar(8));
INSERT INTO `infusion` VALUES (1,'2026-09-08','ocrelizumab','G35'),(2,'2026-09-10','iron sucrose','D50.9'),(4,'2026-09-15','vedolizumab','K51.90'),(3,'2026-09-22','denosumab','M81.0');
-- done
