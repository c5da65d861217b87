-- PDD Dentrix-ish dump, recare due
SET NAMES utf8;
CREATE TABLE `recare` (`patid` varchar(12), `lastname` varchar(40), `firstname` varchar(40), `pref` varchar(20), `bdate` date, `medalert` text, `rpt` date);
INSERT INTO `recare` VALUES ('BD160945','Krause','Marjorie','Midge','1952-05-28','warfarin','2024-10-05');
INSERT INTO `recare` VALUES ('BD123069','Lysne','Torvald','','1945-04-19','prosthetic valve','2024-10-05');
INSERT INTO `recare` VALUES ('BD170604','Nguyen','Hoa','','1974-02-27','hepatitis C','2024-10-05');
INSERT INTO `recare` VALUES ('BD149389','Wadsworth','Gwendolyn','Wendy','1949-10-03','bisphosphonate','2024-10-04');
INSERT INTO `recare` VALUES ('BD142119','Achebe-Nwosu','Ngozi','','1990-03-15','latex allergy','2024-10-05');
INSERT INTO `recare` VALUES ('BD196094','Morningstar','Marcus','','1983-08-16','HIV+','2024-10-04');
