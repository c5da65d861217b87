-- MySQL dump 10.13  Distrib 8.0.36
-- Host: localhost    Database: ptwk_intake
SET NAMES utf8mb4;
CREATE TABLE `t_cl` (`cid` int, `nm_l` varchar(40), `nm_f` varchar(40), `b` date, `sn` char(11), `tel` varchar(20), `st1` varchar(60), `cy` varchar(30), `s` char(2), `zp` char(5));
INSERT INTO `t_cl` VALUES
(881,'Fairweather','Reginald','1969-04-23','216-88-4073','410-555-0124','808 Frederick Rd','Catonsville','MD','21228'),
(882,'Mokri','Shirin','1991-08-17',NULL,'443-555-0125','15 Bloomsbury Ave Unit 6','Catonsville','MD','21228'),
(883,'Outlaw','Destiny M','2003-01-29','218-55-6610','410-555-0127','4104 Wilkens Ave','Baltimore','MD','21229'),
(884,'Quince','Bartholomew','1955-11-06','214-40-9957',NULL,'77 Oella Ave','Ellicott City','MD','21043'),
(885,'Marroquín','Luz Elena','1988-05-12',NULL,'667-555-0129','2300 Washington Blvd','Halethorpe','MD','21227'),
(886,'Sugiyama','Haruto','1974-09-09','220-31-7748','410-555-0130','6 Mellor Ave','Catonsville','MD','21228'),
(999,'TEST','DONOTUSE','1900-01-01','000-00-0000','000-000-0000','123 Main','X','MD','00000');
CREATE TABLE `t_ep` (`eid` int, `cid` int, `dx` varchar(10), `txt` text, `ref` varchar(40));
INSERT INTO `t_ep` VALUES (5501,881,'F10.20','court ordered, DUI #2','Dist Ct'),(5502,882,'F33.1','postpartum 2 yr ago','self'),(5503,883,'F20.81','first episode; voices of cousin','UMMC ED'),(5504,884,'F43.21','widower. O\'Hara bereavement grp','PCP'),(5505,885,'F41.0','ataques de pánico en el bus','hermana'),(5506,886,'F63.0','gambling - FanDuel','EAP');
CREATE TABLE `t_ins` (`cid` int, `py` varchar(20), `id_no` varchar(20));
INSERT INTO `t_ins` VALUES (881,'MDMCD','41770028831'),(883,'PRIORITY','PP0044170923'),(886,'EAP-BETHSTEEL','EB-20447');
-- Dump completed on 2026-02-15 23:59:04
