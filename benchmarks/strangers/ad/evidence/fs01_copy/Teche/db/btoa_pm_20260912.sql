-- MySQL dump 10.13  Distrib 8.0.36, for Win64 (x86_64)
--
-- Host: btoa-app01    Database: onco_pm
-- ------------------------------------------------------
-- Practice: Bayou Teche Oncology Associates APMC
/*!40101 SET NAMES utf8mb4 */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;

DROP TABLE IF EXISTS `tbl_pt`;
CREATE TABLE `tbl_pt` (
  `pt_id` int NOT NULL,
  `chart` int DEFAULT NULL,
  `lname` varchar(40) DEFAULT NULL,
  `fname` varchar(40) DEFAULT NULL,
  `mi` char(1) DEFAULT NULL,
  `sfx` varchar(5) DEFAULT NULL,
  `bdt` date DEFAULT NULL,
  `sx` char(1) DEFAULT NULL,
  `soc` varchar(11) DEFAULT NULL,
  `ad1` varchar(60) DEFAULT NULL,
  `cty` varchar(40) DEFAULT NULL,
  `st` char(2) DEFAULT NULL,
  `zp` varchar(10) DEFAULT NULL,
  `tel` varchar(20) DEFAULT NULL,
  `eml` varchar(80) DEFAULT NULL,
  `inact` tinyint DEFAULT 0,
  `upd` datetime DEFAULT NULL,
  PRIMARY KEY (`pt_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
LOCK TABLES `tbl_pt` WRITE;
INSERT INTO `tbl_pt` (`pt_id`,`chart`,`lname`,`fname`,`mi`,`sfx`,`bdt`,`sx`,`soc`,`ad1`,`cty`,`st`,`zp`,`tel`,`eml`,`inact`,`upd`) VALUES (2201,89827,'Hebert','James','P','','1953-06-09','m','433-26-9709','2260 Crawfish Ln','Breaux Bridge','LA','70517','337-455-4575',NULL,0,'2026-06-14 09:12:00'),
(2204,25027,'Hebert','James','A','','1970-02-21','m','433-90-7564','8016 Kickapoo Trl','Breaux Bridge','LA','70517','337-584-6834','jameshebert74@lonestarnet.example',0,'2026-08-14 09:12:00'),
(2207,42743,'Robichaux','Alcide','J','Sr','1946-10-11','m','435-92-2299','5554 Vermilion St','Breaux Bridge','LA','70517','337-482-2064',NULL,0,'2026-07-14 09:12:00'),
(2210,34142,'Robichaux','Alcide','J','Jr','1972-05-26','m','436-27-8056','5554 Vermilion St','Breaux Bridge','LA','70517','337-482-2064','alc_robichaux64@ozarkpost.example',0,'2026-05-14 09:12:00'),
(2213,93766,'Thibeaux','Clotilde','M','','1941-01-23','f','435-89-3148','2349 Sweetgum Cir','Lafayette','LA','70506','337-971-1744',NULL,0,'2026-07-14 09:12:00'),
(2216,98083,'Fruge','Darlene','B','','1959-09-03','f','438-53-3941','8748 Crawfish Ln','St. Martinville','LA','70582','337-728-4831','darlenefruge24@lonestarnet.example',0,'2026-01-14 09:12:00'),
(2219,92775,'Vuong','Tuan','K','','1964-12-30','m','435-28-6703','8009 Rosedown Dr','Breaux Bridge','LA','70517','337-882-9700',NULL,0,'2026-06-14 09:12:00'),
(2222,87220,'Castille','Remy','L','','2011-04-17','m',NULL,'9466 State Hwy 96 S','New Iberia','LA','70560','337-326-6716',NULL,0,'2026-08-14 09:12:00'),
(2228,98255,'Ledet','Ernestine','W','','1949-11-14','f','433-97-4495','9646 Old Ferry Rd','Lafayette','LA','70506','337-618-2732',NULL,0,'2026-02-14 09:12:00'),
(2231,67544,'Melancon','Jean-Paul','D','','1957-03-08','m','435-75-4865','4347 E Walnut Lawn','St. Martinville','LA','70582','337-962-9377','jean-paulmelancon95@inboxly.example',0,'2026-06-14 09:12:00'),
(2234,84079,'Narcisse','Keisha','R','','1980-08-29','f',NULL,'3719 W 9th St','New Iberia','LA','70560','337-450-1260',NULL,0,'2026-08-14 09:12:00'),
(2237,28855,'Guidroz','Odell','S','','1944-06-15','m','435-51-5781','358 Magnolia Bend','Lafayette','LA','70506','337-989-9939',NULL,0,'2026-08-14 09:12:00'),
(2240,19609,'Patin','Yvette','C','','1968-10-26','f','437-59-7911','9269 Pinhook Ct','Breaux Bridge','LA','70517','337-873-3736','yve_patin65@inboxly.example',0,'2026-09-14 09:12:00'),
(2299,99999,'Zztest','Do Not Use','','','1900-01-01','u','123-45-6789','1 Test Ln','Testville','LA','70000','337-555-0000','nobody@example.example',0,'2020-01-01 00:00:00'),
(2301,88001,'Test','Cajun','','','1970-01-01','m',NULL,'','','LA','','',NULL,1,'2021-03-01 00:00:00');
UNLOCK TABLES;

DROP TABLE IF EXISTS `tbl_rp`;
CREATE TABLE `tbl_rp` (`rp_id` int NOT NULL, `pt_id` int, `rp_nm` varchar(80), `rel` varchar(12), `rp_bdt` date, `rp_soc` varchar(11), `rp_ad` varchar(60), `rp_tel` varchar(20), PRIMARY KEY (`rp_id`)) ENGINE=InnoDB;
INSERT INTO `tbl_rp` (`rp_id`,`pt_id`,`rp_nm`,`rel`,`rp_bdt`,`rp_soc`,`rp_ad`,`rp_tel`) VALUES (51,2222,'Celeste Castille','mother','1983-07-22','435-80-4605','9466 State Hwy 96 S','337-326-6716');

DROP TABLE IF EXISTS `tbl_pol`;
CREATE TABLE `tbl_pol` (`pol_id` int NOT NULL, `pt_id` int, `ord` char(1), `carr` varchar(40), `idno` varchar(30), `holder` varchar(60), `grp` varchar(20), PRIMARY KEY (`pol_id`)) ENGINE=InnoDB;
INSERT INTO `tbl_pol` (`pol_id`,`pt_id`,`ord`,`carr`,`idno`,`holder`,`grp`) VALUES (900,2201,'P','Medicare','7TF3VM5CA12','HEBERT, JAMES',NULL),
(901,2204,'P','Blue Cross LA','XUP808177416','HEBERT, JAMES','83060'),
(902,2207,'P','Medicare','6MP8RG2WC21','ROBICHAUX SR, ALCIDE',NULL),
(903,2210,'P','Blue Cross LA','XUP609866635','ROBICHAUX JR, ALCIDE','90720'),
(904,2213,'P','Medicare','7QG8CJ2DD32','THIBEAUX, CLOTILDE',NULL),
(905,2216,'P','Blue Cross LA','XUP506672598','FRUGE, DARLENE','74797'),
(907,2222,'P','Blue Cross LA','XUP604295557','CASTILLE, CELESTE','34744'),
(909,2228,'P','Medicare','8ED5QN6TY23','LEDET, ERNESTINE',NULL),
(910,2231,'P','Humana','H270721860','MELANCON, JEAN-PAUL','74010'),
(911,2234,'P','Healthy Louisiana','77762212747','NARCISSE, KEISHA','71997'),
(912,2237,'P','Medicare','6NU0KF6HM25','GUIDROZ, ODELL',NULL),
(913,2240,'P','UHC','9508263847','PATIN, YVETTE','76078');

DROP TABLE IF EXISTS `tbl_prob`;
CREATE TABLE `tbl_prob` (`prob_id` int NOT NULL, `pt_id` int, `icd` varchar(10), `descr` varchar(120), `onset` date, `stat` varchar(10), PRIMARY KEY (`prob_id`)) ENGINE=InnoDB;
INSERT INTO `tbl_prob` (`prob_id`,`pt_id`,`icd`,`descr`,`onset`,`stat`) VALUES (4000,2201,'C61','Malignant neoplasm of prostate','2025-07-23','active'),
(4001,2204,'C18.9','Malignant neoplasm of colon, unspecified','2025-06-08','active'),
(4002,2207,'C90.00','Multiple myeloma not having achieved remission','2025-01-02','active'),
(4003,2210,'D45','Polycythemia vera','2025-07-27','active'),
(4004,2213,'C50.911','Malignant neoplasm of unsp site of right female breast','2025-07-16','active'),
(4005,2216,'C73','Malignant neoplasm of thyroid gland','2025-08-21','active'),
(4006,2219,'C22.0','Liver cell carcinoma','2025-04-20','active'),
(4007,2222,'D57.1','Sickle-cell disease without crisis','2025-06-07','active'),
(4008,2228,'C83.30','Diffuse large B-cell lymphoma','2025-04-20','active'),
(4009,2234,'D50.0','Iron deficiency anemia secondary to blood loss','2025-04-26','active'),
(4010,2237,'C34.90','Malignant neoplasm of lung','2025-04-03','active'),
(4011,2240,'C50.412','Malig neoplasm of upper-outer quadrant of left breast','2025-03-19','active');

DROP TABLE IF EXISTS `tbl_rx`;
CREATE TABLE `tbl_rx` (`rx_id` int NOT NULL, `pt_id` int, `drug` varchar(80), `sig` varchar(80), `doc` varchar(40), PRIMARY KEY (`rx_id`)) ENGINE=InnoDB;
INSERT INTO `tbl_rx` (`rx_id`,`pt_id`,`drug`,`sig`,`doc`) VALUES (6000,2201,'leuprolide 22.5 mg IM','q12wk','Guilbeau'),
(6001,2207,'lenalidomide 15 mg','21 of 28 d','Guilbeau'),
(6002,2210,'ruxolitinib 10 mg','BID','Guilbeau'),
(6003,2222,'hydroxyurea 500 mg','daily','Guilbeau'),
(6004,2231,'warfarin 5 mg','per INR','Guilbeau'),
(6005,2228,'R-CHOP','cycle 4 of 6','Guilbeau'),
(6006,2234,'iron sucrose 200 mg','x5','Guilbeau');

DROP TABLE IF EXISTS `tbl_note`;
CREATE TABLE `tbl_note` (`note_id` int NOT NULL, `pt_id` int, `txt` text, PRIMARY KEY (`note_id`)) ENGINE=InnoDB;
INSERT INTO `tbl_note` (`note_id`,`pt_id`,`txt`) VALUES (7001,2237,'Pt\'s daughter says he\'s not eating. Wt down to 128 lb. Hospice talk w/ Dr. Guilbeau Thurs. O\'Brien, RN'),
(7002,2216,'Called re: TSH 0.08, takes Synthroid at night. Wants chart changed back to maiden name Menard until divorce is final.'),
(7003,2299,'test note please ignore');

DROP TABLE IF EXISTS `sys_user`;
CREATE TABLE `sys_user` (`uid` int NOT NULL, `login` varchar(20), `full_nm` varchar(60), `pwhash` char(60), `role` varchar(12), PRIMARY KEY (`uid`)) ENGINE=InnoDB;
INSERT INTO `sys_user` (`uid`,`login`,`full_nm`,`pwhash`,`role`) VALUES (1,'aguilbeau','Andre Guilbeau MD','$2y$10$kq0X3rWmDUMMYHASHb1tq7bV0i2u9uGQ4r3p1x5n8s6d4f2h0j9ka','MD'),
(2,'sobrien','Shannon O\'Brien RN','$2y$10$p9oI8uYDUMMYHASHz2xw3ec4rv5tb6yn7um8ik9ol0pq1wa2sx3ed','RN'),
(3,'ltrahan','Lisette Trahan','$2y$10$qazDUMMYHASHwsxedcrfvtgbyhnujmikolpQAZWSXEDCRFVTGBYHN1','FRONT'),
(99,'cfork_etl','Cypress Fork service','x','SVC');

/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
-- Dump completed on 2026-09-12  1:04:19
