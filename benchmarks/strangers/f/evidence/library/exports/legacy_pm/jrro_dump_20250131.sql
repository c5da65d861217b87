-- MySQL dump 10.13  Distrib 5.7.44, for Win64
-- Host: PMSRV02    Database: jrro_pm
/*!40101 SET NAMES utf8 */;
DROP TABLE IF EXISTS `pt`;
CREATE TABLE `pt` (`pt_id` int(11) NOT NULL, `chart` varchar(12), `lname` varchar(30), `fname` varchar(30), `mi` char(1), `bdate` date, `ssn` char(9), `adr1` varchar(40), `city` varchar(30), `st` char(2), `zip` char(9), `hphone` varchar(14), PRIMARY KEY (`pt_id`));
INSERT INTO `pt` VALUES (5001,'JR-52105','Deshpande','Anjali','D','1958-04-04',NULL,'9392 S Scenic Ave Lot 14','Carthage','MO','64836','620-555-0123'),(5002,'JR-12030','Orlova','Nadezhda','V','1963-12-25','284420111','9610 Limestone Rd','Pittsburg','KS','66762','573-555-0122'),(5003,'JR-59550','Kraus','Hildegard','E','1951-12-28','197987270','4266 Meadowlark Pl Apt 27','Springfield','MO','65803','660-555-0112'),(5004,'JR-01387','Pennypacker','Alvah','M','1943-01-20',NULL,'8816 S Scenic Ave','Monett','MO','65708','660-555-0168'),(5005,'JR-68461','Cedeño','Xiomara','P','1953-07-04','315103278','5499 W Grand St','Pittsburg','KS','66762','870-555-0137'),(5006,'JR-40961','Hightower','Leander','T','1966-08-21','423243886','2679 Cape Fair Dr Apt 17','Springfield','MO','65803','620-555-0122'),(5007,'JR-25790','Garrison','Philippa','N','1960-03-14',NULL,'7157 N Nettleton Ave','Ozark','MO','65721','620-555-0197'),(5008,'JR-53320','Abshire','Quentin','L','1965-12-19','391707762','3072 W Sunshine St','Miami','OK','74354','918-555-0177'),(5009,'JR-12637','Hostetler','Reuben','S','1954-11-15','210233338','5364 State Hwy ZZ Lot 22','Branson','MO','65616','660-555-0116'),(5010,'JR-45127','Blaylock','Truman','C','1950-10-17',NULL,'1749 S Fort Ave Apt 30','Carthage','MO','64836','620-555-0142'),(5011,'JR-00192','Moffitt','Everett','L','1949-04-22','487858611','1731 E Madison Ct','Joplin','MO','64801','620-555-0179'),(5012,'JR-08328','Youngblood','Bernice','A','1956-09-25','679430474','1754 W Grand St','West Plains','MO','65775','918-555-0158');
CREATE TABLE `ins` (`ins_id` int, `pt_id` int, `seq` tinyint, `carrier` varchar(40), `polno` varchar(20), `rel` char(1));
INSERT INTO `ins` VALUES (900,5001,1,'Medicare Part B','9Y36QG7RH21','S'),(901,5002,1,'Show-Me Advantage HMO','H774950001','S'),(902,5003,1,'Medicare Part B','4TR6FP6GN74','S'),(903,5004,1,'Show-Me Advantage HMO','H979213901','S'),(904,5005,1,'Medicare Part B','3E83FG2PX21','S'),(905,5006,1,'Unity Mutual PPO','W178315747','S'),(906,5007,1,'Concordant Health','872233585','S'),(907,5008,1,'Concordant Health','917257846','S'),(908,5009,1,'Medicare Part B','2EH5J15UX17','S'),(909,5010,1,'Show-Me Advantage HMO','H415903201','S'),(910,5011,1,'Heartland Blue Plan','YDK168220178','S'),(911,5012,1,'Show-Me Advantage HMO','H240988801','S');
CREATE TABLE `chg` (`id` int, `pt_id` int, `dos` date, `cpt` char(5), `dx1` varchar(8), `amt` decimal(9,2));
INSERT INTO `chg` VALUES (70000,5001,'2024-11-08','77300','C53.9',6502.88),
(70003,5002,'2025-03-07','77386','C53.9',1580.50),
(70006,5003,'2025-03-09','77386','C53.9',1350.89),
(70009,5004,'2025-02-12','77427','C34.32',73.93),
(70012,5005,'2024-12-10','77386','C79.31',1875.95),
(70015,5006,'2024-12-01','77263','C61',4591.35),
(70018,5007,'2025-01-13','77300','C34.32',4096.46),
(70021,5008,'2025-01-23','77300','C61',2980.67),
(70024,5009,'2024-11-15','77263','C79.51',231.15),
(70027,5010,'2025-01-02','G6015','C32.0',4242.33),
(70030,5011,'2024-11-26','G6015','C79.31',4844.29),
(70033,5012,'2025-03-08','77300','C79.31',8286.92);
CREATE TABLE `usr` (`uid` int, `login` varchar(20), `pw` varchar(40), `full` varchar(40));
INSERT INTO `usr` VALUES (1,'gprewitt','5f4dcc3b5aa765d61d8327deb882cf99','Gordon Prewitt MD'),(2,'rolf','e10adc3949ba59abbe56e057f20f883e','Rolf Engstrand');
-- Dump completed on 2025-01-31 23:10:04
