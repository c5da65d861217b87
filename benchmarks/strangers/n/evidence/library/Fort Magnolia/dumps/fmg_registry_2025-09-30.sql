-- MySQL dump 10.13  Distrib 5.7.44, for Linux (x86_64)
-- Host: 10.20.4.18    Database: oncoreg
/*!40101 SET NAMES utf8mb4 */;
DROP TABLE IF EXISTS `users`;
CREATE TABLE `users` (`id` int, `login` varchar(20), `role` varchar(10));
INSERT INTO `users` VALUES (1,'rdesselle','abs'),(2,'ktran','qa'),(3,'svc_import','sys');
DROP TABLE IF EXISTS `pt`;
CREATE TABLE `pt` (
  `pid` int(11) NOT NULL AUTO_INCREMENT,
  `ln` varchar(40), `fn` varchar(40), `mn` varchar(40), `sfx` varchar(5),
  `ssn9` char(9), `dob` date, `mrn` varchar(12), `add1` varchar(60), `cty` varchar(30), `st` char(2), `zip` varchar(9), `tel` varchar(14),
  PRIMARY KEY (`pid`)
) ENGINE=InnoDB;
INSERT INTO `pt` VALUES (4100,'Villalobos','Xiomara','D',NULL,'783439051','1955-10-15','FMG-647367','3557 Martin Bluff Rd','Bayou La Batre','AL','36509','251-555-0111'),(4101,'Cvitanovich','Stanislaus','',NULL,'846080736','1971-05-11','FMG-299198','3496 Jackson Ave N','Slidell','LA','70458','985-555-0152'),(4102,'Bell','Ruthie','M',NULL,'801169615','1977-01-08','FMG-753148','1508 Bienville Blvd Unit B','Picayune','MS','39466','601-555-0174'),(4103,'Ramsay','Cecil','A','II','782104596','1938-09-19','FMG-940232','8466 Martin Bluff Rd','Gulfport','MS','39501','228-555-0179'),(4104,'Dinh','Hoa','',NULL,'894985311','1988-07-06','FMG-541961','297 Government St','Lucedale','MS','39452','601-555-0144'),(4105,'Sumrall','Lamar','G',NULL,'814945417','1980-05-14','FMG-810283','8895 Cedar Lake Rd','Pensacola','FL','32505','850-555-0131');
DROP TABLE IF EXISTS `tumor`;
CREATE TABLE `tumor` (`tid` int, `pid` int, `site` char(4), `hist` char(4), `beh` tinyint, `dxdt` date);
INSERT INTO `tumor` VALUES (9000,4100,'C509','8140',3,'2025-08-23'),(9001,4101,'C341','8140',3,'2025-07-26'),(9002,4102,'C187','8140',3,'2025-08-28'),(9003,4103,'C679','8140',3,'2025-08-22'),(9004,4104,'C676','8140',3,'2025-09-09'),(9005,4105,'C447','8140',3,'2025-09-20');
-- Dump completed on 2025-09-30  1:00:12
