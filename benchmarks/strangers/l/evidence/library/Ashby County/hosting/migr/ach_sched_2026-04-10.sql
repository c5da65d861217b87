-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)
-- Host: sgs-db07    Database: ach_sched
/*!40101 SET NAMES utf8mb4 */;
DROP TABLE IF EXISTS `sch_pat`;
CREATE TABLE `sch_pat` (
  `pat_key` int NOT NULL AUTO_INCREMENT,
  `mrn_txt` varchar(12) DEFAULT NULL,
  `nm_l` varchar(60),
  `nm_f` varchar(60),
  `nm_m` char(1),
  `brth` date,
  `sx` char(1),
  `ss` char(9),
  `adr1` varchar(80),
  `cty` varchar(40),
  `zip5` char(5),
  `tel` varchar(14),
  PRIMARY KEY (`pat_key`)
) ENGINE=InnoDB;
INSERT INTO `sch_pat` VALUES (88100,'AC1694371','Quintanilla','Marisol','C','1992-02-10','F','258535360','4419 Quarterhorse Trl','College Park','30337','4045550166'),(88101,'AC1762085','Frost','Obadiah',NULL,'1994-06-13','M','256466773','3938 Tift Ave SW','Lithonia','30058','4705550106'),(88102,'AC7930991','Dang','Nhu-Quynh',NULL,'1949-02-23','F','257621510','238 Glenwood Sq','Scottdale','30079','7705550169'),(88103,'AC6848037','Van der Merwe','Percy','L','1953-07-07','M','259333242','2301 W Pharr Mill Rd','Smyrna','30080','7705550144'),(88104,'AC9392933','Rivers','Tamika','S','1971-07-23','F','671382444','1456 Avondale Cut','Atlanta','30318','7705550126'),(88105,'AC6200455','Warsame','Abdirahman','Y','1977-08-23','M','418638452','802 Larkin Mill Dr','Decatur','30032','4705550115');
DROP TABLE IF EXISTS `sch_appt`;
CREATE TABLE `sch_appt` (`a_id` int,`pat_key` int,`dt` datetime,`dept` varchar(20),`vtype` varchar(30));
INSERT INTO `sch_appt` VALUES (5001,88100,'2026-04-20 08:20:00','NEPH','NEW'),(5002,88101,'2026-04-21 09:20:00','HEPC','RET'),(5003,88102,'2026-04-22 08:20:00','WND','NEW'),(5004,88103,'2026-04-23 09:20:00','NEURO','RET'),(5005,88104,'2026-04-24 08:20:00','DERM','NEW'),(5006,88105,'2026-04-25 09:20:00','PULM','RET');
-- Dump completed on 2026-04-10  2:14:51
