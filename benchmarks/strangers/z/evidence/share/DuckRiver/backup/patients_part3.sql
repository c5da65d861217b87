-- MySQL dump 10.13  clinic: duckriver
DROP TABLE IF EXISTS `pt_master`;
CREATE TABLE `pt_master` (
  `pid` int NOT NULL, `mrn` varchar(12), `lname` varchar(40), `fname` varchar(30), `mi` char(1), `dob` date, `ssn` char(11), `addr` varchar(60), `city` varchar(30), `st` char(2), `zip` char(5), `phone` varchar(14)
);
INSERT INTO `pt_master` VALUES
(4101,'DK74313','Breece','Tammy','L','1977-03-29','409-54-2244','2565 County Road 41','Lyles','TN','37098','931-759-8887'),
(4102,'DK94509','Qualls','Harlan','G','1964-11-02','408-19-2353','960 Old Mill Rd','Hohenwald','TN','38462','931-717-6795'),
(4103,'DK13555','Mayberry','Opal','M','1940-06-23',NULL,'3959 Highland Ave','Hohenwald','TN','38462','931-975-2924'),
(4104,'DK21993','Totty','Jesse','R','1988-01-17','421-15-3273','4546 Church St','Lyles','TN','37098',NULL),
(4105,'DK85973','Villanueva','Rosa','I','1992-08-12',NULL,'4339 Pinecrest Dr','Hohenwald','TN','38462','931-883-9494');
CREATE TABLE `problems` (`pid` int, `icd` varchar(8), `descr` varchar(80));
INSERT INTO `problems` VALUES (4101,'E11.9','Type 2 diabetes mellitus'),(4103,'I10','Essential hypertension'),(4105,'J45.20','Mild intermittent asthma');
-- Dump completed on 2026-03-01  2:00:14
