--------------------------- MODULE ReachPartition ---------------------------
(***************************************************************************)
(* What was acknowledged in one view comes to a node that was not in it.   *)
(***************************************************************************)
EXTENDS CibPartition

NobodyHearsOfItLater ==
  ~\E q \in DOMAIN requests, n \in Node :
    /\ requests[q].result = "changed"
    /\ n \notin views[1].nodes
    /\ replica[n].term # N!NoEpoch
    /\ replica[n].conf.is # <<>>

=============================================================================
