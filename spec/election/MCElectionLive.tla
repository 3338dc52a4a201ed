--------------------------- MODULE MCElectionLive ---------------------------
(***************************************************************************)
(* After healing one is elected: the last view that the engine forms is    *)
(* one of all nodes, from then on nobody restarts, and whoever can take a  *)
(* step of the protocol takes it in the end.                               *)
(***************************************************************************)
EXTENDS Election

Healed == bus.views = MaxViews

Form ==
  IF bus.views < MaxViews - 1
  THEN \E members \in SUBSET Node \ {{}} : ViewFormed(members)
  ELSE ViewFormed(Node)

Fault ==
  \/ ~Healed /\ \E n \in Node : Restarted(n)
  \/ \E n \in Node : Lost(n)
  \/ \E n \in Node, e \in (1..MaxEpoch) \X Node : EpochSeen(n, e, "Taken")
  \/ \E n \in Node : VotesOverdue(n, "Taken") \/ ElectionCalled(n, "Taken")

Listen(n) ==
  \/ ViewChanged(n, "Taken")
  \/ \E o \in {"Taken", "OTHER_VIEW", "OLD_ROUND", "ALREADY_VOTED"} : VoteDelivered(n, o)

LiveSpec ==
  /\ Init
  /\ [][Form \/ Fault \/ \E n \in Node : Listen(n) \/ DeadtimePassed(n, "Taken")]_vars
  /\ WF_vars(Form)
  /\ \A n \in Node : WF_vars(Listen(n)) /\ WF_vars(DeadtimePassed(n, "Taken"))

OneIsElected ==
  \E dc \in Node : \A n \in Node :
    node[n].phase = "DECIDED" /\ told[n][1] = dc /\ node[n].members = Node

HealedElectsOne == <>[]OneIsElected

=============================================================================
