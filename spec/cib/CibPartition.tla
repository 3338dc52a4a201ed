---------------------------- MODULE CibPartition ----------------------------
(***************************************************************************)
(* Three nodes of which any two are a quorum: the majority of one view and *)
(* that of the next have a replica in common, which remembers what was     *)
(* acknowledged in the first. Views are formed of majorities alone, and    *)
(* each has a round with an epoch of its own; what is under way when a     *)
(* view ends may be lost, and a node may crash and come back.              *)
(***************************************************************************)
EXTENDS MCCib

Step(n) ==
  \/ ViewChanged(n, "Taken")
  \/ \E kind \in MessageKinds, o \in MessageOutcomes : Delivered(n, kind, o)
  \/ \E view \in 1..MaxViews : SynchroniseOrdered(n, view, n, view, TRUE, "Taken")
  \/ ChangeProposed(n, "conf", 0, "Taken")
  \/ Stored(n, "Taken")
  \/ Lost(n)
  \/ \E kept \in BOOLEAN : Crashed(n, kept)
  \/ Restarted(n)

PartitionSpec ==
  /\ Init
  /\ [][\/ \E n \in Node : Step(n)
        \/ \E nodes \in SUBSET Node : Cardinality(nodes) = 2 /\ ViewFormed(nodes)]_vars

=============================================================================
