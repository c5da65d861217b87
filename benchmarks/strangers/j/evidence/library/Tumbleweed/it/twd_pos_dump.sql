-- MySQL dump 10.19  Distrib 10.3.39-MariaDB
-- Host: localhost    Database: rxpos
DROP TABLE IF EXISTS `ar_cust`;
CREATE TABLE `ar_cust` (
  `cid` int(11) NOT NULL,
  `nm_l` varchar(30), `nm_f` varchar(20), `bd` date, `ad1` varchar(40), `cty` varchar(20), `zp` char(5), `ph` char(10), `cc_tok` varchar(24), `bal` decimal(8,2), `memo` text
) ENGINE=InnoDB;
LOCK TABLES `ar_cust` WRITE;
INSERT INTO `ar_cust` VALUES (104,'Villaseñor','Mónica','1974-12-16','PO Box 456','Valentine','69201','9705550158',NULL,41.10,'picks up for mother; levothyroxine autofill'),(117,'Swift Hawk','Bernadine','1950-01-21','4143 Meadville Ave','Cody','69211','3085550149',NULL,0.00,'IHS billing IHS-0044812'),(131,'Jessen','Kermit','1949-11-26','1897 W 2nd Ave','Springview','68778','4025550153','4003 8811 2290 5536',212.77,'ok to charge card'),(140,'Customer','Test','1900-01-01','118 Main St','Ainsworth','69210','4025550100',NULL,0.00,''),(152,'Yellow Hair','Amos','1993-12-28','PO Box 821','Winner','57580','5315550104',NULL,18.00,'diabetic strips, no childproof caps');
UNLOCK TABLES;
-- Dump completed on 2026-08-12  3:00:41
