-- MySQL dump 10.13  Distrib 8.0.36
DROP TABLE IF EXISTS `doc_index`;
CREATE TABLE `doc_index` (
  `id` int NOT NULL,
  `pt_name` varchar(60),
  `pt_dob` date,
  `mrn` varchar(12),
  `doc_type` varchar(20),
  `descr` varchar(80),
  `batch` varchar(12)
) ENGINE=InnoDB;
INSERT INTO `doc_index` VALUES (9001,'Waage, Gudrun','1985-07-01','NL0524643','CONSENT','Port placement consent - colon ca','B26-00'),(9002,'Mack, Terrell','1951-07-08','NL0614865','PATH','Seminoma, R testis','B26-01'),(9003,'Venkataraman, Lakshmi','1984-02-01','NL0768883','RADONC','Glioblastoma tx summary','B26-02'),(9004,'Salmela, Eino','1966-08-10','NL0566584','DEATHCERT','Lung ca, expired 1/30/26','B26-03'),(9005,'Strand-Kautz, Billie','1962-06-12','NL0543502','CONSULT','Renal mass','B26-04');
UNLOCK TABLES;
