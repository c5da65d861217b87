-- MySQL dump 10.13  Distrib 8.0.36
DROP TABLE IF EXISTS `plan_pay`;
CREATE TABLE `plan_pay` (`id` int AUTO_INCREMENT, `fn` varchar(40), `ln` varchar(60), `bd` date, `tin` char(9), `em` varchar(80), `ph` varchar(12), `amt` decimal(9,2), `svc` varchar(40), PRIMARY KEY (`id`)) ENGINE=InnoDB;
LOCK TABLES `plan_pay` WRITE;
INSERT INTO `plan_pay` VALUES (NULL,'Paz','Olivas','1967-07-17','822241780','paz.olivas@llanomail.example','5755550171',120.00,'LAC REPAIR'),(NULL,'Rudy','Encinias','1979-12-28','778321970','rencinias79@swinet.example','5755550187',75.50,'COLONOSCOPY'),(NULL,'Selma','Armijo','1952-09-01','829592388','armijosel@swinet.example','5755550151',40.00,'CT CHEST'),(NULL,'Tobias','Kettler','1961-11-15','855755899','tobias.kettler@webpost.example','5755550185',250.00,'PT EVAL');
UNLOCK TABLES;
