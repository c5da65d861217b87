-- mysqldump 5.5  host: bbhs-db2   db: fund1749
DROP TABLE IF EXISTS `clm_hdr`;
CREATE TABLE `clm_hdr` (`clm` char(11), `mbr` char(8), `nm` varchar(40), `bd` date, `dx1` varchar(8), `note` text);
INSERT INTO `clm_hdr` VALUES ('26F00811902','40210-00','CABRAL,NELSON','1968-07-02','F10.20','detox 5d Harbor Light referred'),('26F00811903','40102-01','FURTADO,NATERCIA','1974-09-15','N63.20',''),('26F00811911','40133-03','MACHADO,LUNA','2016-10-31','H66.91','dad called angry, it''s under MACHADO,TEODORO'),('26F00000000','99999-99','TEST,DO NOT PAY','1900-01-01','Z00.0','');
INSERT INTO `clm_hdr` VALUES ('26F00811940','40188-00','D''AMBROSIO,SAL','1955-01-28','E11.9','per \"Sal\" eff 9/1');
