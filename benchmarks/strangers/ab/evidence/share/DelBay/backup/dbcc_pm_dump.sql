-- MySQL dump 10.13  Distrib 8.0.35
-- Host: pmsrv    Database: dbcc_pm
-- ------------------------------------------------------
DROP TABLE IF EXISTS `pat`;
CREATE TABLE `pat` (
  `pat_no` varchar(12) NOT NULL,
  `lname` varchar(40) DEFAULT NULL,
  `fname` varchar(30) DEFAULT NULL,
  `minit` char(1) DEFAULT NULL,
  `sufx` varchar(4) DEFAULT NULL,
  `bday` date DEFAULT NULL,
  `gender` char(1) DEFAULT NULL,
  `soc_sec` char(9) DEFAULT NULL,
  `addr1` varchar(60) DEFAULT NULL,
  `city` varchar(30) DEFAULT NULL,
  `st` char(2) DEFAULT NULL,
  `zip` varchar(10) DEFAULT NULL,
  `hphone` varchar(14) DEFAULT NULL,
  PRIMARY KEY (`pat_no`)
) ENGINE=InnoDB;
LOCK TABLES `pat` WRITE;
INSERT INTO `pat` VALUES ('DB-71200','Passwaters','Harriet','E','','1943-05-22','F','222138578','1672 Chestnut St','Smyrna','DE','19977','302-536-9035'),
('DB-78470','Hitchens','Clyde','M','','1951-10-04','M','221987870','932 Valley Forge Dr','Harrington','DE','19952','302-569-2914'),
('DB-88558','Dukes','Norman','L','','1948-02-09','M','222705605','3893 Penn Ave','Harrington','DE','19952','302-355-3356'),
('DB-62280','Wharton','Preston','C','Sr','1940-03-07','M','221805268','1418 Valley Forge Dr','Harrington','DE','19952','302-989-6170'),
('DB-72932','van Houten','Wilhelmina','B','','1953-02-23','F','221164792','3998 Old Orchard Ln','Milford','DE','19963','302-905-9273');
UNLOCK TABLES;
CREATE TABLE `dx_list` (`pat_no` varchar(12), `icd` varchar(8), `noted` date);
INSERT INTO `dx_list` VALUES ('DB-71200','C34.11','2025-11-04'),('DB-78470','C61','2024-03-18'),('DB-88558','D46.9','2026-01-22');
-- Dump completed on 2026-06-07  2:00:04
