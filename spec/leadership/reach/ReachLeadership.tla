--------------------------- MODULE ReachLeadership ---------------------------
(* Claims that have to be violated: what they deny has to be possible. *)
EXTENDS MCLeadership

NobodyLeadsAlone == \A n \in Node : ~LeadsAlone(n) \/ Len(changes) = 0

LoserNeverLeads == ~LeadsAlone(2)
=============================================================================
