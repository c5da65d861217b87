USE [ScanIdx]
GO
SET IDENTITY_INSERT [dbo].[Encounter] ON
INSERT [dbo].[Encounter] ([EncID],[PtLast],[PtFirst],[BirthDt],[AcctNo],[DxCd]) VALUES (40, N'Ashby', N'Clifton', CAST(N'1962-12-24T00:00:00.000' AS DateTime), N'59767218', N'I63.9')
GO
INSERT [dbo].[Encounter] ([EncID],[PtLast],[PtFirst],[BirthDt],[AcctNo],[DxCd]) VALUES (41, N'St. Onge-Blais', N'Marguerite', CAST(N'1976-07-19T00:00:00.000' AS DateTime), N'31847259', N'L89.154')
GO
INSERT [dbo].[Encounter] ([EncID],[PtLast],[PtFirst],[BirthDt],[AcctNo],[DxCd]) VALUES (42, N'Khang', N'Dao', CAST(N'1973-03-06T00:00:00.000' AS DateTime), N'43887898', N'J96.11')
GO
SET IDENTITY_INSERT [dbo].[Encounter] OFF
GO
