-- MySQL dump 10.13  Distrib 8.0.33
DROP TABLE IF EXISTS `rq_subject`;
CREATE TABLE `rq_subject` (`id` int NOT NULL AUTO_INCREMENT,`full_name` varchar(80),`d_o_b` date,`ssn` varchar(11),`inj_desc` text,`atty_file` varchar(20), PRIMARY KEY (`id`));
INSERT INTO `rq_subject` VALUES (1200,'Ronnie Stubbs','1996-10-05','792-10-2457','press crush injury left hand','OT-2210'),(1201,'Hector Villasenor','1980-10-07','858-44-0670','slip on ice, wrist fx','OT-2231'),(1202,'Nate Carpenter','1997-02-28',NULL,'MVA whiplash','WL-0912'),(1203,'Luca Bellomo','2001-01-16','851-71-4562','burn scar revision','WL-0940'),(1204,'Peggy Dorn','1980-02-11',NULL,'delayed dx melanoma','WL-0951');
