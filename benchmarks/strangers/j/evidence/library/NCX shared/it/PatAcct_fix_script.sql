USE [PatAcct]
GO
/* INC0044 - re-key guarantors after MPI merge. ran in PROD 8/12 by Anders Tveit */
INSERT [dbo].[Guar] ([GuarID],[GuarNm],[Addr],[SSN],[Tel]) VALUES (88120112, N'Vondracek III, Emil J', N'3556 Sparks Rd, Springview, NE 68778', N'503-88-4549', N'(402) 555-0121')
INSERT [dbo].[Guar] ([GuarID],[GuarNm],[Addr],[SSN],[Tel]) VALUES (88120930, N'Field, Cliff', N'2611 County Rd 883, O'Neill, NE 68763', N'504-64-7789', N'(402) 555-0180')
UPDATE [dbo].[Pat] SET [LName]=N'Day', [FName]=N'Sunny', [BirthDt]='1988-08-11' WHERE [MRN]='KP0462824' -- was DEY
DELETE FROM [dbo].[Pat] WHERE [LName]=N'ZZTEST'
GO
