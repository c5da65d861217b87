-- FCHD std module, msaccess -> sql
CREATE TABLE tblClient(ClientNo TEXT, LN TEXT, FN TEXT, MI TEXT, BD TEXT, Ph TEXT);
INSERT INTO tblClient VALUES('FC575005','Sowers','Travis','','4/28/1984','4345189207');
INSERT INTO tblClient VALUES('FC353433','Recinos','Nayeli','','12/11/1999','4344977456');
INSERT INTO tblClient VALUES('FC583047','Epps','Shaniqua','P','10/24/1987',NULL);
CREATE TABLE tblResult(ClientNo TEXT, Test TEXT, Res TEXT, Rx TEXT);
INSERT INTO tblResult VALUES('FC575005','RPR','1:64','Bicillin 2.4 x3');
INSERT INTO tblResult VALUES('FC353433','CT','DETECTED','doxy 100');
INSERT INTO tblResult VALUES('FC583047','HIV-1','CONFIRMED POS','Biktarvy');
CREATE TABLE tblPartner(IndexNo TEXT, PartnerNo TEXT, Notified TEXT);
INSERT INTO tblPartner VALUES('FC575005','FC353433','Y 8/30');
