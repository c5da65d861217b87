-- dump of BRCI_LEGACY (Sapphire EMR) 2026-02-19, ran by gyork
SET NAMES utf8mb4;
CREATE TABLE `pt_mstr` (`pid` int, `pnm_l` varchar(40), `pnm_f` varchar(40), `pnm_m` char(12), `bdt` char(8), `sx` char(1), `nid9` char(9), `ph1` varchar(14), `xmrn` varchar(12));
INSERT INTO `pt_mstr` VALUES
(7001,'Okafor','Precious','A','19760811','F','402559917','2705550137','BR0077412'),
(7002,'Stallard','Virgil','Dean','19410920','M','407221856',NULL,'BR0061190'),
(7003,'Stallard','Virgil','D','19670203','M',NULL,'2705550160','BR0061202'),
(7004,'Haddad-Nassar','Layla','','19880731','F','000000000','2705550161','BR0081144'),
(7005,'ZZTEST','PATIENT',NULL,'19000101','U','123456789','9999999999','BR0000000'),
(7006,'O''Dell','Mercy','Jo','19550404','F','401674420',NULL,'BR0070031');
CREATE TABLE `adr_x` (`pid` int, `ln1` varchar(60), `cty` varchar(30), `stt` char(2), `zp` char(10), `eff` char(8));
INSERT INTO `adr_x` VALUES (7002,'88 Plum Springs Loop','Bowling Green','KY','42101','20190101'),(7004,'1420 Magnolia St Apt 6','Bowling Green','KY','42104','20240311'),(7006,'402 Sunset Dr','Franklin','KY','42134','20200606');
CREATE TABLE `prblm` (`pid` int, `icd` varchar(8), `dsc` varchar(60), `onset` char(8));
INSERT INTO `prblm` VALUES (7001,'C90.00','Multiple myeloma','20250814'),(7002,'C67.9','Bladder ca','20230110'),(7003,'F10.21','Alcohol dependence, remission','20210505'),(7004,'C81.11','Hodgkin nodular sclerosis','20240220'),(7006,'C25.0','Ca head of pancreas s/p Whipple','20251101');
CREATE TABLE `usr` (`uid` int, `unm` varchar(20), `fulln` varchar(40), `role` varchar(10), `npi` char(10));
INSERT INTO `usr` VALUES (1,'tlockwood','Thaddeus Lockwood','MD','1801000902'),(2,'gyork','Gideon York','IT',NULL),(3,'ofite','Oma Fite','CTR',NULL);
