-- MySQL dump 10.13  Distrib 5.7.44, for Win64 (x86_64)
--
-- Host: localhost    Database: podprac
-- ------------------------------------------------------
DROP TABLE IF EXISTS `tblpatient`;
CREATE TABLE `tblpatient` (
  `pat_no` int(11) NOT NULL AUTO_INCREMENT,
  `chart` varchar(12) DEFAULT NULL,
  `sname` varchar(40) DEFAULT NULL,
  `gname` varchar(40) DEFAULT NULL,
  `bday` date DEFAULT NULL,
  `soc` char(11) DEFAULT NULL,
  `ad1` varchar(60) DEFAULT NULL,
  `town` varchar(30) DEFAULT NULL,
  `stt` char(2) DEFAULT NULL,
  `pc` varchar(10) DEFAULT NULL,
  `tel` varchar(20) DEFAULT NULL,
  PRIMARY KEY (`pat_no`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
LOCK TABLES `tblpatient` WRITE;
INSERT INTO `tblpatient` VALUES (51,'TR16150','Cárdenas','Fidel','1957-09-19','784-10-3475','2233 Oakhurst Ave','Gallipolis','OH','45631','740-555-0123'),(52,'TR62600','Toomey','Wilma','1960-09-15','778-72-1342','1092 Laurel Ridge Rd','Ironton','OH','45638','740-555-0130'),(53,'TR41513','Napier','Clyde','1999-01-15','863-79-3549','4878 Route 52','Ironton','OH','45638','740-555-0137'),(54,'TR67026','Russo-Keane','Antonina','1954-10-08','893-91-3594','1130 Carter Ave','Portsmouth','OH','45662','740-555-0144'),(55,'TR25573','Sparks','Hubert','1979-02-21','833-22-8532','4111 Washington Blvd','Louisa','KY','41230','606-555-0151');
UNLOCK TABLES;
CREATE TABLE `tblvisit` (`vno` int, `pat_no` int, `vdate` date, `dx` varchar(9), `note` text);
INSERT INTO `tblvisit` VALUES (900,51,'2025-08-10','M72.2','orthotics cast'),(901,52,'2025-08-11','L97.512','debride, silvadene'),(902,53,'2025-08-12','S93.401A','airsport brace'),(903,54,'2025-08-13','M20.11','discuss bunionectomy'),(904,55,'2025-08-14','B07.0','cantharone #2');
-- Dump completed on 2025-09-01  2:00:07
