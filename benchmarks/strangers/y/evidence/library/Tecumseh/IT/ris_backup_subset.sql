-- MySQL dump 10.13  Host: ris01  Database: tecris
DROP TABLE IF EXISTS `patients`;
CREATE TABLE `patients` (
  `mrn` varchar(12), `lname` varchar(40), `fname` varchar(40), `dob` date, `sex` char(1), `ssn` char(9), `phone` varchar(12), `email` varchar(80)
);
INSERT INTO `patients` VALUES ('TI-55222','Lautzenheiser','Denise','1970-06-10','F','268457278','9376401983','deniselautzenheiser@mailbrook.example');
INSERT INTO `patients` VALUES ('TI-79879','Mumaw','Priscilla','1955-05-13','F','307428771','9379532640','priscilla_mumaw@valleynet.example');
INSERT INTO `patients` VALUES ('TI-23973','Nettey','Kwame','1973-08-28','M','401882353','9377527684','kwame.nettey73@mailbrook.example');
INSERT INTO `patients` VALUES ('TI-66635','Overholser','Elaine','1949-08-19','F','315393421','9373515440','elaine.overholser49@mailbrook.example');
INSERT INTO `patients` VALUES ('TI-78009','Pacheco','Rodrigo','1990-06-03','M','406442976','9373804760','rodrigo.pacheco3@homepost.example');
CREATE TABLE `exams` (`id` int, `mrn` varchar(12), `dt` date, `cpt` varchar(5), `descr` varchar(80), `icd` varchar(9), `note` text);
INSERT INTO `exams` VALUES (7700,'TI-55222','2026-03-02','70553','MRI brain with and without contrast','R51.9',NULL);
INSERT INTO `exams` VALUES (7701,'TI-79879','2026-02-02','73721','MRI lower extremity joint','M25.561',NULL);
INSERT INTO `exams` VALUES (7702,'TI-23973','2026-04-01','73721','MRI lower extremity joint','M25.561',NULL);
INSERT INTO `exams` VALUES (7703,'TI-66635','2026-02-23','77049','MRI both breasts','N63.10',NULL);
INSERT INTO `exams` VALUES (7704,'TI-78009','2026-03-20','72148','MRI lumbar spine without contrast','M54.16',NULL);
CREATE TABLE `users` (`login` varchar(20), `name` varchar(40));
INSERT INTO `users` VALUES ('tjessup','Tanner Jessup'),('afeinberg','Aaron Feinberg');
-- Dump completed
