SET NAMES utf8; -- staging for denial dashboard. 3 tables, ids only in the fact table
CREATE TABLE d_member(mk INT, nm TEXT, bd TEXT, mem TEXT, client CHAR(5));
INSERT INTO d_member VALUES(501,'Stiltner, Jolene','07/07/1973','YTV691960116','TBCH'),(502,'Frimpong, Abena','02/02/1985','9382270893','TBCH'),(503,'Musick, Virgil','08/08/1954','H820337483','TBCH');
INSERT INTO d_member VALUES(504,'O''TEST, QA','01/01/1900','X','TEST');
CREATE TABLE d_reason(rk INT, txt TEXT); INSERT INTO d_reason VALUES(1,'auth'),(2,'timely'),(3,'med nec');
CREATE TABLE f_denial(mk INT, rk INT, clm TEXT, icd TEXT, cpt TEXT, amt REAL);
INSERT INTO f_denial VALUES(501,2,'A2026-1107','N92.0','58563',1204.0),(502,1,'EC-77120318-0','D06.9','58571',3011.0),(503,3,'H88-20417','K61.1','46040',871.5);
