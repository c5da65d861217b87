-- MACSIS/GOSH-style dump 2026-07-01 do not email!!
CREATE TABLE cl (uci char(7), ln text, fn text, dob date, ssn char(9), svc text, dx text, units int, prov text);
INSERT INTO cl VALUES ('4118802','Banks','Pearl','1990-06-15','279588123','H0004','F33.2','4','Pickaway Ctr');
INSERT INTO cl VALUES ('4119077','Light','Curtis','1971-01-09','284660019','H2017','F20.9','96','Pickaway Ctr');
INSERT INTO cl VALUES ('4120331','Al Rubaye','Zainab','1998-03-30','297044518','90837','F43.10','1','New Hills');
INSERT INTO cl VALUES ('4120904','Rose','Tucker','2012-09-02','301779904','H0036','F91.3','8','New Hills');
INSERT INTO cl VALUES ('4120911','Tucker','Rose','1950-12-12','270224417','90832','F32.1','1','New Hills');
INSERT INTO cl VALUES ('0000000','TEST','CLIENT','1900-01-01','000000000','X','Z00',0,'none');
