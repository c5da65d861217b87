-- MySQL dump 10.13  Distrib 5.7.44, for Win64 (x86_64)
--
-- Host: FHSRV01    Database: fernpt
DROP TABLE IF EXISTS `daily_note`;
CREATE TABLE `daily_note` (
  `note_id` int(11) NOT NULL AUTO_INCREMENT,
  `chart` varchar(12) DEFAULT NULL,
  `pt_name` varchar(60) DEFAULT NULL,
  `pt_birth` date DEFAULT NULL,
  `note` text,
  PRIMARY KEY (`note_id`)
) ENGINE=InnoDB DEFAULT CHARSET=latin1;
LOCK TABLES `daily_note` WRITE;
INSERT INTO `daily_note` VALUES (9011,'FH63075','Storm, Gail','1968-09-23','Pt c/o dizziness rolling in bed. Dx BPPV R post canal. Epley x2, nystagmus resolved.'),
(9012,'FH50084','Zivkovic, Petra','1981-07-12','Wk 9 s/p bunionectomy. Can\'t tolerate heel raise. Cont ROM.'),
(9013,'FH89393','Stillwater, Wade','1978-01-02','Lateral epicondylalgia, logger. Dry needling declined.'),
(9014,'FH00000','TEST, PATIENT','1900-01-01','asdf asdf');
UNLOCK TABLES;
-- Dump completed on 2026-02-28  2:00:04
