USE [CHXT_EMPI]
GO
SET IDENTITY_INSERT [dbo].[PersonStage] ON
GO
INSERT [dbo].[PersonStage] ([StageID],[SrcMRN],[LastNm],[FirstNm],[MidNm],[Sfx],[BirthDt],[SexCd],[Ssn],[Addr1],[City],[St],[Zip5],[HomePh],[DupScore]) VALUES (8101, N'TF48606', N'MUNCY', N'VERNON', N'W', N'Sr.', CAST(N'1951-04-02' AS Date), N'M', N'845816633', N'1872 HAL GREER CT', N'LOGAN', N'WV', N'25601', N'3045550198', CAST(0.91 AS Decimal(5, 3)))
INSERT [dbo].[PersonStage] ([StageID],[SrcMRN],[LastNm],[FirstNm],[MidNm],[Sfx],[BirthDt],[SexCd],[Ssn],[Addr1],[City],[St],[Zip5],[HomePh],[DupScore]) VALUES (8102, N'TF98106', N'MUNCY', N'VERNON', N'W', N'Jr.', CAST(N'1976-08-19' AS Date), N'M', N'816251690', N'2494 SUGAR CAMP RD APT 8', N'LOGAN', N'WV', N'25601', N'3045550105', CAST(0.88 AS Decimal(5, 3)))
INSERT [dbo].[PersonStage] ([StageID],[SrcMRN],[LastNm],[FirstNm],[MidNm],[Sfx],[BirthDt],[SexCd],[Ssn],[Addr1],[City],[St],[Zip5],[HomePh],[DupScore]) VALUES (8103, N'TF32880', N'MAYNARD-COE', N'PHYLLIS', N'A', N'', CAST(N'1945-12-10' AS Date), N'F', N'806344618', N'3765 TYGART LOOP APT 19', N'WAYNE', N'WV', N'25570', N'3045550168', CAST(0.85 AS Decimal(5, 3)))
INSERT [dbo].[PersonStage] ([StageID],[SrcMRN],[LastNm],[FirstNm],[MidNm],[Sfx],[BirthDt],[SexCd],[Ssn],[Addr1],[City],[St],[Zip5],[HomePh],[DupScore]) VALUES (8104, N'TF20116', N'MAYNARD', N'PHILLIS', N'A', N'', CAST(N'1946-12-01' AS Date), N'F', N'837276380', N'109 COAL GROVE RD', N'GRAYSON', N'KY', N'41143', N'6065550175', CAST(0.82 AS Decimal(5, 3)))
INSERT [dbo].[PersonStage] ([StageID],[SrcMRN],[LastNm],[FirstNm],[MidNm],[Sfx],[BirthDt],[SexCd],[Ssn],[Addr1],[City],[St],[Zip5],[HomePh],[DupScore]) VALUES (8105, N'TF73328', N'ARCE VILLALOBOS', N'XIMENA', N'P', N'', CAST(N'2000-07-18' AS Date), N'F', N'808787686', N'443 SUGAR CAMP RD', N'HUNTINGTON', N'WV', N'25701', N'3045550154', CAST(0.79 AS Decimal(5, 3)))
GO
SET IDENTITY_INSERT [dbo].[PersonStage] OFF
GO
