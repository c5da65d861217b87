INSERT INTO rma (id,cust,note,ts) VALUES
(771,'Nkemelu, Percival','pump alarm E4; serial MMT-1880-55301; had DKA 2/19','2026-02-27'),
(772,'Vidal, Candelaria','600 S Collier Blvd, Marco Island, FL 34145 box crushed, Novolog warm','2026-02-27'),
(773,'x','void','2026-02-28'),
(774,'Major, Art','card refund 6011 1111 1111 1117, wants lancets not test strips','2026-03-01');
